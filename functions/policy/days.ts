const inEnglish = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

/**
 * A day in words, "24 December 2026", from an ISO 8601 date or instant (read in UTC). A text that is no date comes
 * back as it is: a page or a letter must not fail over one.
 */
export function dayInWords(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? iso : inEnglish.format(time);
}

/**
 * A moment in words, "24 December 2026, 14:05 UTC", from an ISO 8601 instant. Cut to the minute, so that what is
 * promised until then holds.
 */
export function momentInWords(iso: string): string {
  const time = Date.parse(iso);
  if (Number.isNaN(time)) return iso;
  return `${inEnglish.format(time)}, ${new Date(time).toISOString().slice(11, 16)} UTC`;
}

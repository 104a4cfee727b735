import type { Temporal } from "temporal-polyfill";

interface AgeRow {
  readonly age: number;
  readonly citation: string;
}

const ageWithoutRow = 13; // what the seed's notice promises everywhere: no data of children under 13 or the local age

const france: AgeRow = { age: 15, citation: "Loi 78-17, art. 45" };
const finland: AgeRow = { age: 13, citation: "Tietosuojalaki 1050/2018, 5 §" };
const unchanged = "GDPR 8(1), no lower age enacted";

/**
 * From which age a person consents alone to an online service, by ISO 3166-1 alpha-2 code. The ages of the member
 * states are those of SWD(2020) 115, p. 17, Denmark and Slovenia those of their later acts; the paragraph numbers
 * are widely quoted and were not read in the acts. [check] marks an age that was not read in a source either.
 */
const ages: Readonly<Record<string, AgeRow>> = {
  AT: { age: 14, citation: "DSG § 4(4)" },
  BE: { age: 13, citation: "Loi du 30 juillet 2018, art. 7" },
  BG: { age: 14, citation: "Personal Data Protection Act, art. 25c" },
  CY: { age: 14, citation: "Law 125(I)/2018, s. 8" },
  CZ: { age: 15, citation: "Act 110/2019, § 7" },
  DE: { age: 16, citation: unchanged },
  DK: { age: 15, citation: "Databeskyttelsesloven § 6(2), since 1 January 2024" },
  EE: { age: 13, citation: "Personal Data Protection Act, § 8" },
  ES: { age: 14, citation: "Ley Orgánica 3/2018, art. 7" },
  FI: finland,
  FR: france,
  GR: { age: 15, citation: "Law 4624/2019, art. 21" },
  HR: { age: 16, citation: "GDPR Implementation Act, art. 19" },
  HU: { age: 16, citation: unchanged },
  IE: { age: 16, citation: "Data Protection Act 2018, s. 31" },
  IT: { age: 14, citation: "D.lgs. 196/2003, art. 2-quinquies" },
  LT: { age: 14, citation: "Law on Legal Protection of Personal Data, art. 6" },
  LU: { age: 16, citation: unchanged },
  LV: { age: 13, citation: "Personal Data Processing Law, s. 33" },
  MT: { age: 13, citation: "S.L. 586.11, reg. 4" },
  NL: { age: 16, citation: "UAVG art. 5" },
  PL: { age: 16, citation: unchanged },
  PT: { age: 13, citation: "Lei 58/2019, art. 16" },
  RO: { age: 16, citation: unchanged },
  SE: { age: 13, citation: "Lag 2018:218, 2 kap. 4 §" },
  SI: { age: 15, citation: "ZVOP-2, art. 8" },
  SK: { age: 16, citation: "Act 18/2018, § 15" },
  // Territories with a code of their own follow their state.
  AX: finland,
  GF: france,
  GP: france,
  MF: france,
  MQ: france,
  RE: france,
  YT: france,
  IS: { age: 13, citation: "Act 90/2018, art. 10" }, // [check]
  LI: { age: 16, citation: unchanged }, // [check]
  NO: { age: 13, citation: "Personopplysningsloven § 5" }, // [check] 15 was proposed in 2025
  GB: { age: 13, citation: "UK GDPR 8(1); Data Protection Act 2018, s. 9" },
  US: { age: 13, citation: "COPPA, 15 U.S.C. 6501(1), 16 CFR 312.2" },
  CA: { age: 14, citation: "Québec, CQLR c. P-39.1, s. 4.1, for want of the province" }, // [check]
  CN: { age: 14, citation: "PIPL 31" },
  IN: { age: 18, citation: "Digital Personal Data Protection Act 2023, ss. 2(f), 9" },
  KR: { age: 14, citation: "PIPA 22-2" }, // [check]
  ZA: { age: 18, citation: "POPIA, ss. 1, 34, 35" }, // [check]
};

/** Years; 13 where the table has no row. */
export function ageOfConsent(country: string): number {
  return (Object.hasOwn(ages, country) ? ages[country]?.age : undefined) ?? ageWithoutRow;
}

/** Whether the person has had the birthday; one born on 29 February has it on 1 March of a common year. */
export function isOldEnough(birth: Temporal.PlainDate, country: string, today: Temporal.PlainDate): boolean {
  const birthdayIsAhead = today.month < birth.month || (today.month === birth.month && today.day < birth.day);
  return today.year - birth.year - (birthdayIsAhead ? 1 : 0) >= ageOfConsent(country);
}

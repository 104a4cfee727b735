import * as z from "zod";

/** Which law answers a person's request: the one of the place where they live. */
export const Regime = z.enum(["eu", "uk", "california", "elsewhere"]);
export type Regime = z.infer<typeof Regime>;

export const regimeNames: Readonly<Record<Regime, string>> = {
  eu: "the GDPR of the European Union",
  uk: "the UK GDPR and the Data Protection Act 2018",
  california: "the California Consumer Privacy Act",
  elsewhere: "the rules of the GDPR, which we keep for everybody",
};

/** ISO 3166-1 alpha-2, the 249 officially assigned codes. */
const iso3166 =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
  "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO " +
  "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE " +
  "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO " +
  "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW " +
  "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM " +
  "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/** The member states; the territories with a code of their own where Union law applies (TFEU 349, 355); the EEA. */
const underGdpr = new Set(
  (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK " +
    "AX GF GP MF MQ RE YT IS LI NO"
  ).split(" "),
);

const names = new Intl.DisplayNames(["en"], { type: "region", style: "long" });
const alphabetical = new Intl.Collator("en");

interface Place {
  readonly value: string;
  readonly label: string;
}

const byLabel = (one: Place, other: Place): number => alphabetical.compare(one.label, other.label);

/** The countries of the age gate, sorted by their English names. */
export const countries: readonly Place[] = iso3166
  .split(" ")
  .map((code) => ({ value: code, label: names.of(code) ?? code }))
  .sort(byLabel);

/** Where a person can live, sorted by label: the countries, with California beside the rest of the United States. */
export const residences: readonly Place[] = countries
  .flatMap((country) =>
    country.value === "US"
      ? [
          { value: "US-CA", label: `${country.label}: California` },
          { value: "US", label: `${country.label}: other states` },
        ]
      : [country],
  )
  .sort(byLabel);

/** A place out of `residences`. */
export const Residence = z.enum(residences.map((place) => place.value));
export type Residence = z.infer<typeof Residence>;

/** The regime of a place; a place that no row names gets the GDPR's periods, voluntarily (DOMAIN 4). */
export function regimeOf(place: Residence): Regime {
  if (place === "US-CA") return "california";
  if (place === "GB") return "uk";
  return underGdpr.has(place) ? "eu" : "elsewhere";
}

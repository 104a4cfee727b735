import type { Consent } from "../../policy/form.ts";

/** Always a box of its own, never a condition of what the person came for (GDPR 7(2), 7(4)). */
export const marketingConsent: Consent = {
  name: "marketing",
  wording: "Send me news and offers by e-mail as well. I can take this back at any time.",
  required: false,
};

import type { PublicSite } from "./public-site.ts";
import type { Settings } from "./settings.ts";

/** What every function that people see needs to know of the organisation and of where it is. */
export function siteEnvironment(settings: Settings, site: PublicSite) {
  const { controllerName, controllerAddress, controllerEmail, noticeVersion, noticeUrl, retention } =
    settings;
  return {
    SITE_URL: site.url,
    CONTROLLER: JSON.stringify({
      name: controllerName,
      address: controllerAddress,
      email: controllerEmail,
      noticeVersion,
      noticeUrl,
      retention,
    }),
    ALLOWED_ORIGINS: JSON.stringify(settings.allowedOrigins),
  };
}

import { BrowserSecret, Token } from "../policy/reference.ts";
import type { HttpRequest } from "./http-request.ts";

/** Shows that a browser is the one that sent the form. A day: as long as a letter's link. */
export const BROWSER_COOKIE = { name: "__Host-habeas", maxAge: 24 * 60 * 60 };

/** Shows one's own request. */
export const SESSION_COOKIE = { name: "__Host-habeas-request", maxAge: 30 * 60 };

type Cookie = typeof BROWSER_COOKIE;

/** @returns undefined where there is none, or one that we did not set. */
export const browserOf = (request: HttpRequest): BrowserSecret | undefined =>
  BrowserSecret.safeParse(request.cookie(BROWSER_COOKIE.name)).data;

/** @returns undefined where there is none, or one that we did not set. */
export const sessionOf = (request: HttpRequest): Token | undefined =>
  Token.safeParse(request.cookie(SESSION_COOKIE.name)).data;

/** `__Host-` binds it to this host and to TLS; Lax lets it come along when the link in a letter is followed. */
export function setCookie(cookie: Cookie, value: BrowserSecret | Token): string {
  return `${cookie.name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=${cookie.maxAge}`;
}

/** The project last looked at: where `/` goes. */
export const PROJECT_COOKIE = 'patchbay-project'
/** `collapsed` or `open`. */
export const SIDEBAR_COOKIE = 'patchbay-sidebar'

const YEAR_SECONDS = 31_536_000

/** Remembers a choice in this browser, where the server can read it before it makes the page. */
export function setCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in Firefox and Safari, nor on plain HTTP
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}

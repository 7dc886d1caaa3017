/** Scheme, host and port that a base URL leads to; null when it is none. Default ports and letter case do not count. */
export function originOf(baseUrl: string): string | null {
  const text = baseUrl.trim()
  return URL.canParse(text) ? new URL(text).origin : null
}

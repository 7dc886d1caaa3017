/**
 * Whether a person may be sent to an address: it is one of the allowed ones or lies below it. Origin and path are
 * compared, by whole segments; query and fragment are the application's own.
 */
export function isAllowedRedirect(address: string, allowed: readonly string[]): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, origin, pathname, username, password } = new URL(address)
  // `origin` of other schemes is "null" and equal for all of them; user-info makes a foreign host look familiar.
  if (!/^https?:$/.test(protocol) || username !== '' || password !== '') return false
  // A server may decode what the comparison has not.
  if (/%2e|%2f|%5c|\\/i.test(pathname)) return false
  return allowed.some((entry) => {
    if (!URL.canParse(entry)) return false
    const base = new URL(entry)
    const prefix = base.pathname.replace(/\/+$/, '')
    return (
      base.origin === origin && (pathname === base.pathname || pathname === prefix || pathname.startsWith(`${prefix}/`))
    )
  })
}

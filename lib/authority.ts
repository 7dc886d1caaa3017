/** host:port, with the brackets that an IPv6 address needs (RFC 3986 section 3.2.2). */
export function toAuthority(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

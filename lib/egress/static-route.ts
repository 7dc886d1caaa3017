import { toAuthority } from '@/lib/authority'

/** How requests with static addresses leave: from addresses of this machine, or through a proxy. */
export type StaticRoute = { type: 'local'; addresses: readonly string[] } | { type: 'proxy'; proxy: EgressProxy }

export interface EgressProxy {
  secure: boolean
  host: string
  port: number
  /** host:port, for messages: never the user name or password. */
  authority: string
  /** The value of Proxy-Authorization. */
  authorization: string | null
}

/** Reads a proxy's URL, `http://user:password@host:port`; user name and password may be percent-encoded. */
export function parseProxy(text: string): EgressProxy {
  const url = new URL(text)
  const secure = url.protocol === 'https:'
  const port = Number(url.port || (secure ? 443 : 80))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  return {
    secure,
    host,
    port,
    authority: toAuthority(host, port),
    authorization: pair === ':' ? null : `Basic ${Buffer.from(pair).toString('base64')}`,
  }
}

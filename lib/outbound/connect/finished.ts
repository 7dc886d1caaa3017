import type { Provider } from '../apps/load'
import type { OutboundError } from '../errors'
import { type BrowserCookie, browserCookie } from './browser'
import type { StoredConnect } from './queries'
import { mayRedirect } from './service'

/** How a connect has ended. */
export interface Finished {
  connect: StoredConnect
  app: string
  /** Of its browser, which needs it no more. */
  cookie: BrowserCookie
  /** Null: it is connected. */
  error: OutboundError | null
  /** Where the browser goes; null: nowhere, it is told on a page. */
  redirectUrl: string | null
}

/** An attempt that has ended, and where its browser goes now. */
export async function toFinished(
  connect: StoredConnect,
  provider: Provider,
  error: OutboundError | null,
): Promise<Finished> {
  const { projectId, redirectUrl } = connect
  // What was allowed when it began may not be any more.
  const allowed = redirectUrl !== '' && (await mayRedirect(projectId, provider.config, redirectUrl))
  const cookie = browserCookie(provider.config, connect.id)
  return { connect, app: provider.name, cookie, error, redirectUrl: allowed ? withError(redirectUrl, error) : null }
}

function withError(redirectUrl: string, error: OutboundError | null): string {
  if (!error) return redirectUrl
  const url = new URL(redirectUrl)
  url.searchParams.set('err', error.reason)
  return url.href
}

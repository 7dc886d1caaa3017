import { type NextRequest, NextResponse } from 'next/server'
import { consoleOrigins, consoleUrl } from '@/lib/console/origins'

/**
 * Gives every console page a content security policy with a nonce of its own, and refuses framing. Whatever is not a
 * plain read (server actions, forms without script) must come from the console itself: without its Origin the
 * operator's cookie does not count.
 */
export function proxy(request: NextRequest): NextResponse {
  const origin = request.headers.get('origin')
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  // Sign-in looks at the Origin itself, and answers in the form that its client reads.
  const isAuth = request.nextUrl.pathname.startsWith('/api/auth/')
  if (!isRead && !isAuth && (origin === null || !consoleOrigins().includes(origin))) return refuseOrigin()
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  // Next puts the nonce on its own scripts when it finds the policy on the request; the root layout reads x-nonce.
  headers.set('x-nonce', nonce)
  // Where to come back to after signing in.
  headers.set('x-pathname', request.nextUrl.pathname + request.nextUrl.search)
  headers.set('content-security-policy', policy)
  // Next compares the two on its own and answers a server action with a bare 500 when they differ, as both names of
  // loopback do, and PUBLIC_URL behind a proxy that does not keep the Host.
  if (!isRead && !isAuth && origin !== null) headers.set('x-forwarded-host', new URL(origin).host)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

export const config = { matcher: ['/((?!_next/static/|_next/image$|favicon.ico$|icon.svg$).*)'] }

function refuseOrigin(): NextResponse {
  const message = `Open the console at ${consoleUrl()}, or set PUBLIC_URL to the address that you use.`
  return NextResponse.json(
    {
      ok: false,
      code: 'forbidden',
      message,
      errorCode: 'E011008',
      errorDescription: 'Forbidden',
      errorMessage: message,
    },
    { status: 403, headers: { 'cache-control': 'no-store' } },
  )
}

function contentSecurityPolicy(nonce: string, dev: boolean): string {
  return [
    `default-src 'self'`,
    // React needs eval in development only, to rebuild server stacks.
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${dev ? ` 'unsafe-eval'` : ''}`,
    // Canvas, code editor and toasts position by style attributes and elements; styles cannot run code.
    `style-src 'self' 'unsafe-inline'`,
    // Images of screens and logos, in previews and the runner: anywhere, as their authors say. A console by https shows
    // none by http, which would tell the network what is looked at.
    `img-src 'self' data: blob: https:${consoleUrl().startsWith('https:') ? '' : ' http:'}`,
    `font-src 'self' data:`,
    `connect-src 'self'${dev ? ' ws: wss:' : ''}`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ownOrigins } from '@/lib/console/origins'
import type { TiedTo } from '@/lib/outbound/connect/open-ticket'
import { escapeHtml, toScriptJson } from '../hosted/html'

/** Says how a connect has ended, tells the window that opened this one, and closes. */
export function showEnd(
  context: Context,
  end: {
    connectId: string
    app: string
    error: { code: string; message: string } | null
    /** The page to go back to from the same tab. */
    back: string | null
  },
): Response {
  const { connectId, app, error, back } = end
  const message = {
    type: 'patchbay:connect',
    connectId,
    status: error ? 'failed' : 'completed',
    ...(error ? { error: error.code } : {}),
  }
  const title = error ? `${app} is not connected` : `${app} is connected`
  const text = error ? error.message : 'You can close this window and go back to where you came from.'
  const link = back === null ? '' : `<p class="choice"><a class="main" href="${escapeHtml(back)}">Go back</a></p>`
  // That somebody does not want to is no fault.
  const status = error && error.code !== 'consentRefused' ? 400 : 200
  return show(context, status, title, `<p>${escapeHtml(text)}</p>${link}`, tellOpener(message, back))
}

/** Says why there is nothing to connect here. Nobody is told: it is not known whose attempt it was. */
export function showNotice(context: Context, status: ContentfulStatusCode, title: string, text: string): Response {
  return show(context, status, title, `<p>${escapeHtml(text)}</p>`)
}

/** Asks whether the account of the third party is to be tied to this person. */
export function showConfirm(
  context: Context,
  { app, tiedTo, go, cancel }: { app: string; tiedTo: TiedTo; go: string; cancel: string },
): Response {
  const { project, user, tenant } = tiedTo
  const rows = [
    ['User', user],
    ['Tenant', tenant],
    ['Project', project],
  ].flatMap(([label, value]) => (value ? [`<div><dt>${label}</dt><dd>${escapeHtml(value)}</dd></div>`] : []))
  const whose = user ? 'this user' : 'this tenant'
  return show(
    context,
    200,
    `Connect ${app}?`,
    `<p>Your ${escapeHtml(app)} account will be tied to ${whose}:</p><dl>${rows.join('')}</dl>
<p class="note">${user ? 'Go on only if this is you.' : 'Go on only if you know it.'} If somebody else sent you this link, cancel.</p>
<p class="choice"><a class="main" href="${escapeHtml(go)}">Continue</a><a href="${escapeHtml(cancel)}">Cancel</a></p>`,
  )
}

/**
 * Tells the pages of this Patchbay, and none of others. A provider's policy may have parted this window from its opener,
 * hence the channel, which does not reach a page of this Patchbay that another site frames, nor one at another of its
 * addresses (localhost and 127.0.0.1): those are its opener. A browser logs an error for each address that is not the opener's, so its own is asked for first. The same tab goes back by itself.
 */
function tellOpener(message: Record<string, string>, back: string | null): string {
  return `const message=${toScriptJson(message)},origins=${toScriptJson(ownOrigins())},opener=window.opener
new BroadcastChannel('patchbay:connect').postMessage(message)
if(opener){let own=null
try{own=opener.location.origin}catch{}
for(const origin of origins)if(own===null?origin!==location.origin:origin===own)opener.postMessage(message,origin)
window.close()}
${back === null ? '' : `else if(window.toolbar.visible)location.replace(${toScriptJson(back)});else window.close()`}`
}

function show(
  context: Context,
  status: ContentfulStatusCode,
  title: string,
  content: string,
  script: string | null = null,
): Response {
  const nonce = randomBytes(16).toString('base64')
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]
  context.header('content-security-policy', policy.join('; '))
  context.header('referrer-policy', 'no-referrer')
  context.header('cache-control', 'no-store')
  context.header('x-robots-tag', 'noindex')
  return context.html(
    `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escapeHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${content}
</main>${script === null ? '' : `\n<script nonce="${nonce}">${script}</script>`}
</body>
</html>
`,
    status,
  )
}

const STYLE = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif;--line:#71717a55;--main:#18181b;--on-main:#fafafa}
@media (prefers-color-scheme:dark){:root{--main:#fafafa;--on-main:#18181b}}
body{margin:0;min-height:100vh;display:grid;place-items:center}
main{box-sizing:border-box;width:min(27rem,100vw);padding:2rem 1.5rem;overflow-wrap:anywhere}
h1{font-size:1.25rem;line-height:1.3;margin:0 0 .75rem}p{margin:.5rem 0}
dl{margin:1rem 0;border:1px solid var(--line);border-radius:.5rem}
dl div{display:grid;grid-template-columns:7rem 1fr;gap:.75rem;padding:.625rem .875rem}dl div+div{border-top:1px solid var(--line)}
dt{opacity:.75}dd{margin:0;font-weight:500}.note{opacity:.8;font-size:14px}
.choice{display:flex;gap:.5rem;margin-top:1.25rem}
a{color:inherit;text-decoration:none;border:1px solid var(--line);border-radius:.5rem;padding:.5rem 1rem}
a:focus-visible{outline:2px solid currentColor;outline-offset:2px}.main{background:var(--main);border-color:var(--main);color:var(--on-main)}`

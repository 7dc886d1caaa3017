import { escapeHtml } from '../endpoint'
import { type Account, accounts, scopeTexts } from './data'

/** Who is it? */
export function signInPage(action: string, clientName: string): string {
  const buttons = accounts.map(
    ({ sub, name, email }) =>
      `<button name="account" value="${sub}"><strong>${escapeHtml(name)}</strong><span>${escapeHtml(email)}</span></button>`,
  )
  return page(
    'Choose an account',
    `<p>to continue to <strong>${escapeHtml(clientName)}</strong></p>
<form method="post" action="${escapeHtml(action)}" class="accounts">${buttons.join('')}</form>
<form method="post" action="${escapeHtml(action)}"><button name="deny" value="1" class="plain">Cancel</button></form>`,
  )
}

/** May it? */
export function consentPage(action: string, clientName: string, account: Account, scopes: readonly string[]): string {
  const items = scopes.map(
    (scope) => `<li>${escapeHtml(scopeTexts[scope] ?? scope)} <code>${escapeHtml(scope)}</code></li>`,
  )
  return page(
    `${clientName} wants access to your Acme account`,
    `<p>You are signed in as <strong>${escapeHtml(account.name)}</strong> (${escapeHtml(account.email)}).</p>
<p>It asks to:</p><ul>${items.join('')}</ul>
<form method="post" action="${escapeHtml(action)}" class="choice">
<button name="allow" value="1" class="main">Allow</button><button name="deny" value="1">Deny</button></form>`,
  )
}

/** What went wrong, when it cannot be told to the application. */
export function problemPage(title: string, text: string): string {
  return page(title, `<p>${escapeHtml(text)}</p>`)
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} · Acme ID</title><link rel="icon" href="data:,"><style>
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif;--line:#8885;--accent:#1f5fd0}
body{margin:0;min-height:100vh;display:grid;place-items:center}main{box-sizing:border-box;width:min(26rem,100vw);padding:2rem 1.5rem}
.brand{font-weight:600;letter-spacing:.02em;opacity:.75;margin:0 0 1.5rem}h1{font-size:1.375rem;line-height:1.3;margin:0 0 .5rem}
p{margin:.5rem 0}ul{padding-left:1.25rem}li{margin:.25rem 0}code{font:12px ui-monospace,monospace;opacity:.7}
form{margin-top:1.25rem}.accounts{display:grid;gap:.5rem}.choice{display:flex;gap:.5rem;flex-direction:row-reverse;justify-content:flex-start}
button{font:inherit;color:inherit;background:none;border:1px solid var(--line);border-radius:.5rem;padding:.5rem 1rem;cursor:pointer;text-align:left}
.accounts button{display:grid;padding:.625rem 1rem}.accounts span{font-size:13px;opacity:.75}
button:hover{background:#8882}button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.main{background:var(--accent);border-color:var(--accent);color:#fff}.main:hover{background:#184ca8}.plain{border-color:transparent;padding-left:0;text-decoration:underline}
</style></head><body><main><p class="brand">Acme ID · sandbox</p><h1>${escapeHtml(title)}</h1>${content}</main></body></html>`
}

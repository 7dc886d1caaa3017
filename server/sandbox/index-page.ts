import { areas } from './areas'
import { demoDatabase, sandboxDatabasePort } from './database'
import { type Endpoint, escapeHtml } from './endpoint'
import { accounts, PROVIDER_PATH, providerClient, scopeTexts } from './provider/data'

const TITLE = 'Patchbay sandbox'
const INTRO =
  'A small third-party API to point connectors at. It runs on this machine alone, its data is pretended, and what you add is forgotten when it stops.'
const AREAS =
  'Every endpoint is there again below these paths, where it asks for a credential. Wrong or missing, it answers 401.'

const DATABASE =
  'A PostgreSQL for SQL connectors, with the customers and orders of above as the tables customers and orders. It runs beside the sandbox of an embedded deployment.'

const PROVIDER =
  'A real OAuth 2.0 and OpenID Connect provider for connections: people sign in by choosing a name and consent, refresh tokens rotate and one that is used twice ends the grant, tokens can be revoked, clients register themselves (RFC 7591). ?expires_in=30 behind the token URL makes access tokens that live so many seconds.'

/** How its provider is reached, label by label. @param port of the sandbox */
function describeProvider(port: number): Record<string, string> {
  const issuer = `http://127.0.0.1:${port}${PROVIDER_PATH}`
  return {
    discovery: `${issuer}/.well-known/openid-configuration`,
    clientId: providerClient.clientId,
    clientSecret: providerClient.clientSecret,
    scopes: Object.keys(scopeTexts).join(' '),
    accounts: accounts.map(({ name }) => name).join(', '),
    api: `${issuer}/api/account and ${issuer}/api/contacts`,
  }
}

/** How its database is reached, label by label; the password guards nothing but pretended data. @param port of the sandbox */
function describeDatabase(port: number): Record<string, string | number> {
  const { database, username, password } = demoDatabase
  return { host: '127.0.0.1', port: sandboxDatabasePort(port), database, username, password }
}

/** What the sandbox offers, for programs. @param port of the sandbox */
export function indexJson(endpoints: readonly Endpoint[], port: number): unknown {
  return {
    name: TITLE,
    description: INTRO,
    endpoints: endpoints.map(({ method, path, summary, example }) => ({ method, path, summary, example })),
    guarded: areas.map(({ prefix, label, credential }) => ({ prefix, authentication: label, credential })),
    provider: { description: PROVIDER, ...describeProvider(port) },
    database: { engine: 'PostgreSQL', description: DATABASE, ...describeDatabase(port) },
  }
}

/** The same for people. */
export function indexHtml(endpoints: readonly Endpoint[], port: number): string {
  const groups = [...new Set(endpoints.map((endpoint) => endpoint.group))]
  const sections = groups.map((group) => {
    const rows = endpoints.filter((endpoint) => endpoint.group === group).map(endpointRow)
    return `<h2>${escapeHtml(group)}</h2><table><tbody>${rows.join('')}</tbody></table>`
  })
  const guarded = areas.map(
    (area) =>
      `<tr><th scope="row"><code>${escapeHtml(area.prefix)}/…</code></th><td>${escapeHtml(area.label)}<br><code>${escapeHtml(area.credential)}</code></td></tr>`,
  )
  const rows = (described: Record<string, string | number>) =>
    Object.entries(described)
      .map(
        ([label, value]) => `<tr><th scope="row">${label}</th><td><code>${escapeHtml(String(value))}</code></td></tr>`,
      )
      .join('')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${TITLE}</title><style>
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:54rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1rem;margin:2rem 0 .5rem}table{width:100%;border-collapse:collapse}
td,th{text-align:left;vertical-align:top;font-weight:400;padding:.5rem .75rem .5rem 0;border-top:1px solid #8884}th{width:17rem}
code{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}a{color:inherit}b{font-weight:600}
</style></head><body><main><h1>${TITLE}</h1><p>${escapeHtml(INTRO)}</p>${sections.join('')}
<h2>Authentication</h2><p>${escapeHtml(AREAS)}</p><table><tbody>${guarded.join('')}</tbody></table>
<h2>Acme ID</h2><p>${escapeHtml(PROVIDER)}</p><table><tbody>${rows(describeProvider(port))}</tbody></table>
<h2>Database</h2><p>${escapeHtml(DATABASE)}</p><table><tbody>${rows(describeDatabase(port))}</tbody></table></main></body></html>`
}

function endpointRow({ method, path, summary, example }: Endpoint): string {
  const shown = escapeHtml(example)
  const tryIt = example.startsWith('/') ? `<a href="${shown}"><code>${shown}</code></a>` : `<code>${shown}</code>`
  const verb = method === 'ANY' ? 'any verb' : method
  return `<tr><th scope="row"><b>${verb}</b> <code>${escapeHtml(path)}</code></th><td>${escapeHtml(summary)}<br>${tryIt}</td></tr>`
}

import { type Endpoint, escapeHtml, type Reply, refuse } from './endpoint'

// A small application of somebody who uses Patchbay's hosted pages: one page embeds a flow, the other sends people to it
// and takes them back. All it knows stands in its address, so that it shows any flow of a Patchbay on this machine.

interface Place {
  /** Where Patchbay answers. */
  patchbay: string
  project: string
  flow: string
}

export const applicationEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/app',
    summary: 'An application with a flow inside its page: patchbay, project and flow say which.',
    example: '/app',
    group: 'An application',
    handle: ({ query, request }) => {
      const place = readPlace(query)
      if (typeof place === 'string') return page(`<p>${escapeHtml(place)}</p>${form(query)}`)
      const callback = `http://${request.headers.host}/app/callback`
      const link = new URL(`/f/${place.project}/${place.flow}`, place.patchbay)
      link.searchParams.set('redirect_url', callback)
      link.searchParams.set('state', writeState(place))
      return page(`<h2>Inside this page</h2>
<patchbay-flow project-id="${escapeHtml(place.project)}" flow-id="${escapeHtml(place.flow)}"></patchbay-flow>
<pre role="status" id="result"></pre>
<script src="${escapeHtml(place.patchbay)}/f/-/embed.js"></script>
<script>
document.querySelector('patchbay-flow').addEventListener('success', ({ detail }) => {
  document.getElementById('result').textContent = JSON.stringify(detail, null, 2)
})
</script>
<h2>On a page of its own</h2>
<p><a href="${escapeHtml(link.href)}">Continue with ${escapeHtml(place.flow)}</a></p>
<p class="note">Both need this application’s addresses in the project’s settings: ${escapeHtml(new URL(callback).origin)} among the allowed origins, ${escapeHtml(callback)} among the redirect addresses.</p>`)
    },
  },
  {
    method: 'GET',
    path: '/app/callback',
    summary: 'Where the application takes people back: it exchanges the code for the session and outputs.',
    example: '/app/callback?err=failureEnd',
    group: 'An application',
    handle: async ({ query, request }) => {
      const err = query.get('err')
      if (err !== null) return page(`<p role="status">The flow did not succeed: ${escapeHtml(err)}</p>`)
      const place = readPlace(readState(query.get('state') ?? ''))
      if (typeof place === 'string') return page(`<p>${escapeHtml(place)}</p>`)
      const answer = await exchange(place, query.get('code') ?? '', `http://${request.headers.host}/app/callback`)
      return page(`<h2>Signed in</h2><pre role="status">${escapeHtml(JSON.stringify(answer, null, 2))}</pre>`)
    },
  },
]

/** The application's server asks, so that the code and the session pass through no page. */
async function exchange({ patchbay, project }: Place, code: string, redirectUrl: string): Promise<unknown> {
  try {
    const response = await fetch(new URL('/v1/flow/exchange', patchbay), {
      method: 'POST',
      headers: { authorization: `Bearer ${project}`, 'content-type': 'application/json' },
      body: JSON.stringify({ code, redirectUrl }),
      signal: AbortSignal.timeout(10_000),
    })
    return await response.json()
  } catch {
    return refuse(502, 'no_answer', 'Patchbay did not answer.').body
  }
}

/** Which flow, or what is missing. */
function readPlace(query: URLSearchParams): Place | string {
  const patchbay = query.get('patchbay') ?? ''
  const project = query.get('project') ?? ''
  const flow = query.get('flow') ?? ''
  // It asks whoever is named: nobody but a Patchbay on this machine.
  if (!/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(patchbay)) {
    return 'Say which Patchbay of this machine it is, for example http://localhost:3000.'
  }
  if (!/^[A-Za-z0-9]{2,40}$/.test(project) || !/^[A-Za-z0-9-]{1,100}$/.test(flow)) return 'Say which project and flow.'
  return { patchbay, project, flow }
}

function writeState(place: Place): string {
  return Buffer.from(new URLSearchParams({ ...place }).toString()).toString('base64url')
}

function readState(state: string): URLSearchParams {
  return new URLSearchParams(Buffer.from(state, 'base64url').toString())
}

function form(query: URLSearchParams): string {
  const field = (name: string, label: string, fallback: string) =>
    `<p><label>${label}<br><input name="${name}" value="${escapeHtml(query.get(name) ?? fallback)}" size="40" required></label></p>`
  return `<form>${field('patchbay', 'Patchbay', 'http://localhost:3000')}${field('project', 'Project id', '')}${field('flow', 'Flow id', '')}<button>Show it</button></form>`
}

function page(content: string): Reply {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Acme, an application</title><link rel="icon" href="data:,"><style>
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:40rem;margin:3rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1rem;margin:2rem 0 .5rem}input{font:inherit;padding:.25rem .5rem;max-width:100%}
pre{overflow-x:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,monospace}.note{opacity:.75}
</style></head><body><main><h1>Acme</h1>${content}</main></body></html>`
  return { body: Buffer.from(html), headers: { 'content-type': 'text/html; charset=utf-8' } }
}

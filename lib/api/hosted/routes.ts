import { createHash } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { isAllowedRedirect } from '@/lib/allowed-addresses'
import { hostedUrl } from '@/lib/console/origins'
import { getProjectSettings } from '@/lib/console/projects'
import { env } from '@/lib/env'
import { findHostedFlow } from '@/lib/flow-catalog/queries'
import { DomainError } from '@/lib/result'
import type { Theme } from '@/lib/theme/theme'
import { toThemeCss } from '@/lib/theme/variables'
import type { HostedBundle, HostedFile } from './assets'
import { type HostedBoot, toHostedNotice, toHostedPage } from './page'

const YEAR_SECONDS = 31_536_000
const LONGEST_INPUT = 2_000
const MOST_INPUTS = 50

/** What a page's own settings are called in its address; every other name is an input of the flow. */
const reserved = new Set([
  'redirect_url',
  'state',
  'code_challenge',
  'code_challenge_method',
  'embed_origin',
  'outbound_app_id',
  'outbound_app_scopes',
  // What a connect in the same tab comes back with.
  'descope-login-flow',
  'code',
  'err',
])

/** Hosted pages: a flow at an address of its own, for end users. They hold no session and no cookie. */
export function createHostedRoutes(bundle: HostedBundle): Hono {
  const app = new Hono()
  app.get('/-/embed.js', async (context) => {
    const { embed } = await bundle.manifest()
    const file = await bundle.file(embed)
    if (!file) return context.notFound()
    return send(context, file, {
      // Its address stays the same, for pages that name it.
      'cache-control': 'public, max-age=300',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    })
  })
  app.get('/-/:file', async (context) => {
    const file = await bundle.file(context.req.param('file'))
    if (!file) return context.notFound()
    return send(context, file, { 'cache-control': `public, max-age=${YEAR_SECONDS}, immutable` })
  })
  app.get('/-/theme/:file', async (context) => {
    const projectId = /^([A-Za-z0-9]+)-[0-9a-f]{16}\.css$/.exec(context.req.param('file'))?.[1]
    const settings = projectId === undefined ? null : await getSettings(projectId)
    if (!settings || projectId === undefined) return context.notFound()
    // Under an older name it is answered as it is now: a page that was open meanwhile still looks right.
    const isCurrent = themeFile(projectId, settings.theme) === context.req.param('file')
    return context.body(toThemeCss(settings.theme), 200, {
      'content-type': 'text/css; charset=utf-8',
      'cache-control': isCurrent ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-store',
    })
  })
  app.get('/:projectId/:flowId', async (context) => {
    const { HOSTED_URL } = env()
    const url = new URL(context.req.url)
    if (HOSTED_URL && url.host !== new URL(HOSTED_URL).host) {
      return context.redirect(`${hostedUrl()}${url.pathname}${url.search}`, 302)
    }
    return await showFlow(context, bundle)
  })
  return app
}

function send(context: Context, file: HostedFile, headers: Record<string, string>): Response {
  const gzip = /\bgzip\b/.test(context.req.header('accept-encoding') ?? '')
  return context.body(gzip ? file.gzipped : file.body, 200, {
    'content-type': file.contentType,
    vary: 'accept-encoding',
    ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    ...headers,
  })
}

async function showFlow(context: Context, bundle: HostedBundle): Promise<Response> {
  const assets = await bundle.manifest()
  const projectId = context.req.param('projectId') ?? ''
  const flowId = context.req.param('flowId') ?? ''
  const flow = await findHostedFlow(projectId, flowId)
  const settings = flow ? await getSettings(projectId) : null
  const refuse = (status: 400 | 404, title: string, text: string) => {
    protect(context, "'none'")
    return context.html(toHostedNotice(title, text, assets), status)
  }
  if (!flow || !settings || flow.kind !== 'interactive' || flow.liveVersion === null) {
    return refuse(404, 'Nothing here', 'There is no such page. Check the address, or ask whoever gave it to you.')
  }
  if (flow.disabled)
    return refuse(404, 'Not available', 'This page is switched off at the moment. Please come back later.')

  const query = (name: string) => context.req.query(name) || null
  const redirectUrl = query('redirect_url')
  if (redirectUrl !== null && !isAllowedRedirect(redirectUrl, settings.redirectUrls)) {
    return refuse(
      400,
      'Address not allowed',
      'This link would send you to an address that its owner has not allowed. If it is your application: add redirect_url in the console under Settings, Redirect addresses.',
    )
  }
  const challenge = query('code_challenge')
  if (challenge !== null && (query('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge))) {
    return refuse(400, 'Not a valid link', 'code_challenge needs code_challenge_method=S256 and 43 characters.')
  }
  const embedder = query('embed_origin')
  if (embedder !== null && !settings.allowedOrigins.includes(embedder)) {
    return refuse(
      400,
      'Not allowed here',
      'The page around this one may not show it. If it is your application: add its origin in the console under Settings, Allowed origins.',
    )
  }
  const boot: HostedBoot = {
    projectId,
    flowId,
    flowName: flow.name,
    client: readInputs(context),
    outbound: {
      ...(query('outbound_app_id') ? { outboundAppId: query('outbound_app_id') ?? '' } : {}),
      ...(query('outbound_app_scopes') ? { outboundAppScopes: splitScopes(query('outbound_app_scopes') ?? '') } : {}),
    },
    redirectUrl,
    state: query('state'),
    codeChallenge: challenge,
    embedder,
    logo: settings.theme.logo,
    logoAlt: settings.theme.logoAlt,
  }
  protect(context, settings.allowedOrigins.length > 0 ? settings.allowedOrigins.join(' ') : "'none'")
  return context.html(toHostedPage(boot, assets, themeFile(projectId, settings.theme)))
}

/** Named by its content, so that browsers may keep it. */
function themeFile(projectId: string, theme: Theme): string {
  return `${projectId}-${createHash('sha256').update(toThemeCss(theme)).digest('hex').slice(0, 16)}.css`
}

/** @param ancestors who may frame the page, as frame-ancestors takes it */
function protect(context: Context, ancestors: string): void {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src https: http: data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${ancestors}`,
  ]
  context.header('content-security-policy', policy.join('; '))
  context.header('referrer-policy', 'no-referrer')
  context.header('permissions-policy', 'camera=(), microphone=(), geolocation=()')
}

function readInputs(context: Context): Record<string, string> {
  const given = Object.entries(context.req.query()).filter(([name]) => !reserved.has(name) && name.length <= 60)
  return Object.fromEntries(given.slice(0, MOST_INPUTS).map(([name, value]) => [name, value.slice(0, LONGEST_INPUT)]))
}

function splitScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter((scope) => scope !== '')
}

async function getSettings(projectId: string) {
  try {
    return await getProjectSettings(projectId)
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

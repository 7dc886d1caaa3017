import type { IncomingMessage, ServerResponse } from 'node:http'
import type Provider from 'oidc-provider'
import type { Interaction } from 'oidc-provider'
import { accounts, PROVIDER_PATH } from './data'
import { consentPage, problemPage, signInPage } from './pages'

const MAX_FORM_BYTES = 10_000
const FINAL = { mergeWithLastSubmission: true }

/** Signing in and consent: shows the page that the provider is at, and takes its answer. */
export async function interact(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let interaction: Interaction
  try {
    interaction = await provider.interactionDetails(request, response)
  } catch {
    const text = 'Go back to the application and begin again: this page was opened before, or has been open too long.'
    return sendPage(response, 400, problemPage('This sign-in has ended', text))
  }
  if (request.method !== 'POST') return show(provider, interaction, response)
  const form = await readForm(request)
  if (form.has('deny')) {
    const refused = { error: 'access_denied', error_description: 'The person has refused.' }
    return provider.interactionFinished(request, response, refused, { mergeWithLastSubmission: false })
  }
  if (interaction.prompt.name === 'login') {
    const account = accounts.find(({ sub }) => sub === form.get('account'))
    if (!account) return show(provider, interaction, response)
    return provider.interactionFinished(request, response, { login: { accountId: account.sub } }, FINAL)
  }
  const grantId = await grant(provider, interaction)
  return provider.interactionFinished(request, response, { consent: { grantId } }, FINAL)
}

async function show(provider: Provider, interaction: Interaction, response: ServerResponse): Promise<void> {
  const { uid, prompt, params, session } = interaction
  const client = await provider.Client.find(params.client_id ?? '')
  const clientName = client?.clientName ?? client?.clientId ?? 'An application'
  const action = `${PROVIDER_PATH}/interaction/${uid}`
  const account = accounts.find(({ sub }) => sub === session?.accountId)
  if (prompt.name === 'login' || !account) return sendPage(response, 200, signInPage(action, clientName))
  const scopes = prompt.details.missingOIDCScope ?? (params.scope ?? '').split(' ').filter(Boolean)
  sendPage(response, 200, consentPage(action, clientName, account, scopes))
}

/** What was granted before stays granted: scopes add up. */
async function grant(provider: Provider, { grantId, session, params, prompt }: Interaction): Promise<string> {
  const known = grantId ? await provider.Grant.find(grantId) : undefined
  const given = known ?? new provider.Grant({ accountId: session?.accountId ?? '', clientId: params.client_id ?? '' })
  const { missingOIDCScope, missingOIDCClaims } = prompt.details
  if (missingOIDCScope) given.addOIDCScope(missingOIDCScope.join(' '))
  if (missingOIDCClaims) given.addOIDCClaims(missingOIDCClaims)
  return await given.save()
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size <= MAX_FORM_BYTES) chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'))
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'",
  })
  response.end(html)
}

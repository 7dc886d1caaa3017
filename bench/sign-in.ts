import { FLOW_FORMAT } from '@/lib/flow/schema'
import { type Server, startPatchbay, startProgram } from './children'
import { type HostedPageFigures, measureHostedPage } from './hosted-page'
import { applyLoad, CALLERS, type Load, type Measured } from './load'
import { type Bench, setUp } from './setup'
import { median } from './statistics'

export interface SignInFigures {
  patchbay: Measured
  reference: Measured
  /** Sign-ins a second: Patchbay's over the reference's, median of the rounds. */
  ratio: number
  page: HostedPageFigures
}

/** Each caller is a person; all of them come from one address. */
const EMAILS = Array.from({ length: CALLERS }, (_, at) => `person-${at}@example.com`)
const PASSWORD = 'a pass phrase of 4 words'

/**
 * Signs in by a flow (screen → password → connector → condition → claims → end with a session) with its screen filled in
 * at the start, beside a bare handler that checks the same argon2id hash, makes the same call and inserts two rows.
 */
export async function measureSignIn(quick: boolean, say: (line: string) => void): Promise<SignInFigures> {
  const closers: (() => Promise<void>)[] = []
  try {
    const upstream = await startProgram('upstream.ts', {})
    closers.push(() => upstream.stop())
    const bench = await setUp(upstream.url)
    closers.push(() => bench.close())
    const hash = await addUsers(bench)
    await publishSignIn(bench)
    const patchbay = await startPatchbay(bench.dataDir)
    closers.push(() => patchbay.stop())
    const env = { DATABASE_URL: bench.databaseUrl, UPSTREAM_URL: upstream.url, PASSWORD_HASH: hash }
    const reference = await startProgram('reference-sign-in.ts', env)
    closers.push(() => reference.stop())
    say('Hosted page: visited in a browser …')
    const page = await measureHostedPage(`${patchbay.url}/f/${bench.projectId}/sign-in`)
    return { ...(await measure(loadOf(bench, patchbay), reference, quick, say)), page }
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

async function measure(load: Load, reference: Server, quick: boolean, say: (line: string) => void) {
  const referenceLoad = { ...load, url: reference.url }
  const until = { seconds: quick ? 3 : 6 }
  await applyLoad(load, { seconds: 2 })
  const rounds: { patchbay: Measured; reference: Measured }[] = []
  for (let at = 1; at <= (quick ? 1 : 3); at += 1) {
    say(`Sign-in: round ${at} …`)
    rounds.push({ reference: await applyLoad(referenceLoad, until), patchbay: await applyLoad(load, until) })
  }
  const middle = (side: 'patchbay' | 'reference'): Measured => ({
    count: median(rounds.map((round) => round[side].count)),
    perSecond: median(rounds.map((round) => round[side].perSecond)),
    p50Ms: median(rounds.map((round) => round[side].p50Ms)),
    p99Ms: median(rounds.map((round) => round[side].p99Ms)),
  })
  return {
    patchbay: middle('patchbay'),
    reference: middle('reference'),
    ratio: median(rounds.map((round) => round.patchbay.perSecond / round.reference.perSecond)),
  }
}

function loadOf({ projectId }: Bench, { url }: Server): Load {
  const [first = '', ...others] = EMAILS
  const toBody = (email: string) =>
    JSON.stringify({ flowId: 'sign-in', interactionId: 'submit', input: { email, password: PASSWORD } })
  return {
    url: `${url}/v1/flow/start`,
    headers: { authorization: `Bearer ${projectId}` },
    bodies: [toBody(first), ...others.map(toBody)],
  }
}

/** @returns the encoded hash of a password, which the reference checks */
async function addUsers({ projectId, pool }: Bench): Promise<string> {
  const { updateProjectSettings } = await import('@/lib/console/projects')
  // An attempt counts until it has succeeded.
  await updateProjectSettings(projectId, { signInAttemptsPerAddress: 10_000 })
  const { signUpByPassword } = await import('@/lib/identity/passwords/service')
  for (const loginId of EMAILS)
    await signUpByPassword({ projectId, loginId, name: 'A person', password: PASSWORD, ipAddress: '' })
  const { rows } = await pool.query<{ hash: string }>(
    'SELECT "hash" FROM "UserPassword" WHERE "projectId" = $1 LIMIT 1',
    [projectId],
  )
  return rows[0]?.hash ?? ''
}

async function publishSignIn({ projectId }: Bench): Promise<void> {
  const { importFlow } = await import('@/lib/flow-catalog/service')
  const { publishFlow } = await import('@/lib/flow-catalog/publish/service')
  const automatic = { mode: 'automatic' }
  const action = { kind: 'action', errorHandling: { actionExecution: automatic } }
  const end = { kind: 'end', result: 'success', returnTokenWithoutUser: false, next: {} }
  const outputs = [{ key: 'plan', type: 'string', value: '{{connectors.customer.plan}}' }]
  const file = {
    format: FLOW_FORMAT,
    id: 'sign-in',
    name: 'Sign in',
    kind: 'interactive',
    steps: {
      start: { kind: 'start', next: { default: 'ask' } },
      ask: {
        kind: 'screen',
        name: 'Ask',
        components: [
          { type: 'email', name: 'email', label: 'Email', required: true },
          { type: 'password', name: 'password', label: 'Password', required: true },
          { type: 'error' },
          { type: 'button', id: 'submit', text: 'Go' },
        ],
        next: { submit: 'enter' },
      },
      enter: {
        ...action,
        name: 'Sign in',
        action: 'sign-in-password',
        settings: { loginId: '{{form.email}}', passwordField: 'password' },
        next: { success: 'find' },
      },
      find: {
        kind: 'connector',
        name: 'Find the customer',
        connector: 'Upstream',
        action: 'GET',
        endpoint: '/customers?email={{user.email}}',
        timeoutSeconds: 10,
        async: false,
        contextKey: 'customer',
        errorHandling: { httpError: automatic, connectorExecution: automatic },
        next: { success: 'plan' },
      },
      plan: {
        kind: 'condition',
        name: 'Plan?',
        branches: [
          {
            id: 'pro',
            name: 'Pro',
            when: { all: [{ key: 'connectors.customer.plan', operator: 'equal', value: 'pro' }] },
          },
        ],
        next: { pro: 'claims', else: 'other' },
      },
      claims: {
        ...action,
        name: 'Claims',
        action: 'custom-claims',
        settings: {
          mode: 'rows',
          claims: [{ key: 'plan', type: 'string', value: '{{connectors.customer.plan}}' }],
        },
        next: { success: 'pro' },
      },
      pro: { ...end, name: 'Pro', outputs },
      other: { ...end, name: 'Other', outputs },
    },
    layout: {},
  }
  const { id, revision } = await importFlow(projectId, { file }, null)
  await publishFlow(projectId, { flowId: id, revision, note: '' }, null)
}

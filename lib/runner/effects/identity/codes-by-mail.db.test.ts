import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeProject } from '@/lib/api/testing/project'
import { createConnector } from '@/lib/connectors/service'
import { usedIn } from '@/lib/connectors/usage/queries'
import { db } from '@/lib/db'
import { newId } from '@/lib/id'
import { createActionStep } from '@/lib/steps/action/types/registry'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { submitStep } from '../../next'
import { startExecution } from '../../start'
import type { FlowReply } from '../../types'

let project: Awaited<ReturnType<typeof makeProject>>
let connector: string
let refuses = false
const mails: string[] = []
const mailServer = new SMTPServer({
  authOptional: true,
  disableReverseLookup: true,
  hideSTARTTLS: true,
  onData(stream, _session, answer) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      if (refuses) return answer(new Error('Mailbox full'))
      mails.push(Buffer.concat(chunks).toString('utf8'))
      answer(null, 'Taken')
    })
  },
})

beforeAll(async () => {
  project = await makeProject()
  mailServer.on('error', () => {})
  await new Promise<void>((done) => mailServer.listen(0, '127.0.0.1', done))
  const { port } = mailServer.server.address() as AddressInfo
  const sender = { name: 'Acme', address: 'hello@acme.example' }
  const settings = { type: 'smtp', name: 'Mail', host: '127.0.0.1', port, tls: 'none', sender }
  connector = (await createConnector({ projectId: project.projectId, operatorId: null, connector: settings })).id
  const button = (id: string) => ({ type: 'button' as const, id, text: id })
  const screen = stepDefinitions.screen.create()
  const send: Step = Object.assign(createActionStep('sign-up-or-in-otp-email'), {
    settings: {
      loginId: '{{form.email}}',
      connector,
      subject: 'Your code for {{project.name}}',
      text: 'Hello {{form.email}}, {{otp.code}} it is. {{form.password}}',
    },
    next: { success: 'type' },
  })
  await project.publish('by-mail', 'interactive', {
    start: { kind: 'start', next: { default: 'ask' } },
    ask: {
      ...screen,
      components: [{ type: 'error' }, { type: 'text-input', name: 'email', label: 'Email' }, button('go')],
      next: { go: 'send' },
    },
    send,
    type: {
      ...screen,
      components: [{ type: 'error' }, { type: 'code', name: 'code', label: 'Code' }, button('go')],
      next: { go: 'verify' },
    },
    verify: { ...createActionStep('verify-otp-email'), next: { success: 'done' } },
    done: {
      ...stepDefinitions.end.create(),
      outputs: [{ key: 'verified', type: 'json', value: '{{user.verifiedEmail}}' }],
    },
  })
})

afterAll(async () => {
  await new Promise<void>((done) => mailServer.close(() => done()))
})

const begin = () =>
  startExecution({
    projectId: project.projectId,
    flowId: 'by-mail',
    version: 'live',
    trigger: 'hosted',
    startedById: null,
    client: {},
    ipAddress: '203.0.113.7',
    watched: false,
  })

const submit = ({ executionId, stepId }: FlowReply, input: Record<string, string>) =>
  submitStep({ projectId: project.projectId, executionId, stepId, interactionId: 'go', input, watched: false })

it('sends the code by mail alone, and signs in who types it', async () => {
  const email = `ada-${newId(6)}@example.com`
  const asked = await submit(await begin(), { email })
  expect(asked.stepId).toMatch(/^type-/)
  const mail = mails.at(-1) ?? ''
  expect(mail).toContain(`To: ${email}`)
  const code = /(\d{6}) it is/.exec(mail)?.[1] ?? ''
  expect(code).toMatch(/^\d{6}$/)
  const messages = await db().runnerMessage.findMany({ where: { executionId: asked.executionId } })
  expect(JSON.stringify(messages)).not.toContain(code)
  expect(await submit(asked, { code })).toMatchObject({ status: 'completed', output: { verified: true } })
  const after = await db().runnerMessage.findMany({ where: { executionId: asked.executionId } })
  expect(JSON.stringify(after)).not.toContain(code)
})

it('counts in the execution that asked for it alone', async () => {
  const email = `ada-${newId(6)}@example.com`
  const mine = await submit(await begin(), { email })
  const code = /(\d{6}) it is/.exec(mails.at(-1) ?? '')?.[1] ?? ''
  const other = await submit(await begin(), { email: `eve-${newId(6)}@example.com` })
  expect((await submit(other, { code })).status).toBe('waiting')
  expect((await submit(mine, { code })).status).toBe('completed')
})

it('says that it could not be sent, lets it be tried at once again, and sends one address one mail', async () => {
  const email = `ada-${newId(6)}@example.com`
  refuses = true
  const refused = await submit(await begin(), { email })
  refuses = false
  expect(refused.screen.view?.error).toMatch(/^The code could not be sent/)
  const count = mails.length
  const two = await submit(refused, { email: `${email}, eve@example.com` })
  expect(two.screen.view?.error).toMatch(/^Enter an e-mail address/)
  expect((await submit(two, { email })).stepId).toMatch(/^type-/)
  expect(mails.length).toBe(count + 1)
})

it('is a use of its connector, which is kept from being deleted', async () => {
  expect(await usedIn(project.projectId, connector)).toContainEqual(
    expect.objectContaining({ where: 'live', steps: [{ id: 'send', name: 'Sign Up or In / OTP Email' }] }),
  )
})

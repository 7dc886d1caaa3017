import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeProject } from '@/lib/api/testing/project'
import { createConnector } from '@/lib/connectors/service'
import { db, pool } from '@/lib/db'
import { readyConnectorEffect } from '@/lib/runner/effects/connector'
import { stepDefinitions } from '@/lib/steps/definitions'
import type { Step } from '@/lib/steps/schemas'
import { startWorkers } from './work'

let project: Awaited<ReturnType<typeof makeProject>>
let mailServer: SMTPServer
let onData: (count: number) => Error | null | 'cut'
let taken = 0
let stop: () => Promise<void>

beforeAll(async () => {
  project = await makeProject()
  mailServer = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    hideSTARTTLS: true,
    onData(stream, _session, answer) {
      stream.resume()
      stream.on('end', () => {
        taken += 1
        const said = onData(taken)
        if (said === 'cut') for (const connection of mailServer.connections) connection.close()
        else answer(said, 'Taken')
      })
    },
  })
  mailServer.on('error', () => {})
  await new Promise<void>((done) => mailServer.listen(0, '127.0.0.1', done))
  stop = await startWorkers(process.env.DATABASE_URL ?? '', 2_000)
})

afterAll(async () => {
  await stop()
  await pool().query(`DELETE FROM pgboss.job`)
  await new Promise<void>((done) => mailServer.close(() => done()))
})

const add = async (connector: Record<string, unknown>) =>
  (await createConnector({ projectId: project.projectId, operatorId: null, connector })).id

/** Runs a flow that sends a mail asynchronously, and waits for what becomes of it. */
async function mailBy(name: string, answer: typeof onData) {
  taken = 0
  onData = answer
  const { port } = mailServer.server.address() as AddressInfo
  const connector = await add({
    type: 'smtp',
    name,
    host: '127.0.0.1',
    port,
    tls: 'none',
    sender: { name: 'Acme', address: 'hello@acme.example' },
  })
  const { endpoint: _ofHttp, ...step } = stepDefinitions.connector.create()
  const mail: Step = {
    ...step,
    connector,
    action: 'sendEmail',
    smtp: { to: 'ann@example.com', subject: 'Hi', text: 'Hello' },
    errorHandling: { connectorExecution: { mode: 'automatic' } },
    async: true,
    next: { success: 'end' },
  }
  const start: Step = { kind: 'start', next: { default: 'mail' } }
  await project.publish(name, 'management', { start, mail, end: stepDefinitions.end.create() })
  await project.post('/v1/mgmt/flow/run', { flowId: name }, project.bearer)
  const call = async () => {
    await pool().query(`UPDATE pgboss.job SET start_after = now() WHERE state < 'active'`)
    const where = { projectId: project.projectId, connectorId: connector }
    return (await db().asyncCall.findFirst({ where }))?.status
  }
  await expect.poll(call, { timeout: 15_000, interval: 100 }).toMatch(/succeeded|failed/)
  const rows = await db().runnerMessage.findMany({
    where: { projectId: project.projectId, type: 'asyncCall', execution: { flowId: name } },
    orderBy: { number: 'asc' },
  })
  return rows.map(({ body }) => body)
}

const later = Object.assign(new Error('Greylisted, come back later'), { responseCode: 451 })

test('a mail that the server does not take now is sent again, until it is taken', async () => {
  expect(await mailBy('greylisted', (count) => (count < 3 ? later : null))).toMatchObject([
    { outcome: 'retrying', failure: { code: 'smtpLater', message: expect.stringContaining('Greylisted') } },
    { outcome: 'retrying' },
    { outcome: 'succeeded' },
  ])
  expect(taken).toBe(3)
})

test('a mail whose connection breaks after it was sent may have been taken, and is not sent again', async () => {
  const messages = await mailBy('cut', () => 'cut')
  expect(messages).toMatchObject([{ outcome: 'failed', failure: { code: 'resultUnknown' } }])
  expect(taken).toBe(1)
})

test('a call is safe by its verb, or by a connector that lets nothing be changed', async () => {
  const place = { type: 'sql', host: '127.0.0.1', database: 'acme', username: 'acme', tls: 'off' }
  const reads = await add({ ...place, name: 'Reads' })
  const writes = await add({ ...place, name: 'Writes', readOnly: false })
  const http = await project.addConnector('http://127.0.0.1:9', { retry: { methods: ['GET', 'POST'] } })
  const sql = { query: 'SELECT 1', parameters: [] }
  const isSafe = async (connectorId: string, action: string) => {
    const call = action === 'executeQuery' ? { sql } : { endpoint: '/', payload: null }
    const effect = { type: 'connector' as const, connectorId, action, timeoutSeconds: null, ...call }
    return (await readyConnectorEffect({ projectId: project.projectId, trigger: 'api', kind: 'management' }, effect))
      .safe
  }
  expect(await isSafe(reads, 'executeQuery')).toBe(true)
  expect(await isSafe(writes, 'executeQuery')).toBe(false)
  expect(await isSafe('gone', 'executeQuery')).toBe(false)
  expect([await isSafe(http, 'GET'), await isSafe(http, 'HEAD')]).toEqual([true, true])
  // It may be repeated when nobody knows what became of it, but it does change something.
  expect([await isSafe(http, 'POST'), await isSafe(http, 'PUT')]).toEqual([false, false])
})

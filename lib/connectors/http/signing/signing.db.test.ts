import { createPublicKey, verify } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeDatabase, db, pool } from '@/lib/db'
import { closeEgress } from '@/lib/egress/request'
import { startServer, type TestServer } from '@/lib/egress/testing/server'
import { newProjectId } from '@/lib/id'
import { DomainError } from '@/lib/result'
import { ensureVault } from '@/lib/vault/keys'
import { testConnector } from '../../call'
import { duplicateConnector } from '../../duplicate/service'
import { exportConnectors, getConnector, listConnectors } from '../../queries'
import { createConnector, updateConnector } from '../../service'
import { importConnectors } from '../../transfer/service'
import { rfcKeys } from './testing/rfc9421'

let server: TestServer
let projectId: string
let seen: Record<string, string | string[] | undefined> = {}

beforeAll(async () => {
  await ensureVault()
  projectId = (await db().project.create({ data: { id: newProjectId(), name: 'Signing' } })).id
  server = await startServer((request, response) => {
    seen = request.headers
    response.end('{}')
  })
})
afterAll(async () => {
  await db().project.delete({ where: { id: projectId } })
  await closeEgress()
  await server.close()
  await closeDatabase()
})

const settings = (changes: Record<string, unknown>) => ({ type: 'http', baseUrl: server.origin, ...changes })
const message = { rfc9421SigningEnabled: true, rfc9421KeyId: 'k1', rfc9421PrivateKey: rfcKeys.ed25519 }

const create = (connector: Record<string, unknown>) =>
  createConnector({ projectId, operatorId: null, connector: settings(connector) })
const update = (connectorId: string, version: number, connector: Record<string, unknown>) =>
  updateConnector({ projectId, operatorId: null, connectorId, version, connector: settings(connector) })

async function fieldsOf(work: Promise<unknown>): Promise<unknown> {
  const error = await work.catch((reason: unknown) => reason)
  if (!(error instanceof DomainError)) throw error ?? new Error('it was not refused')
  expect(error.message + JSON.stringify(error.fields)).not.toMatch(/MC4CAQ|BEGIN PRIVATE/)
  return error.fields
}

async function call(connectorId: string) {
  const step = { action: 'GET', endpoint: '/', payload: null, timeoutSeconds: 5 }
  const outcome = await testConnector({ projectId, connectorId, call: step, values: {} })
  return outcome.record.error?.code ?? 'sent'
}

function isSigned(): boolean {
  const input = /^sig1=(.*)$/.exec(String(seen['signature-input']))?.[1] ?? ''
  const base = `"@method": GET\n"@target-uri": ${server.origin}/\n"@authority": ${seen.host}\n"@signature-params": ${input}`
  const signature = /^sig1=:(.*):$/.exec(String(seen.signature))?.[1] ?? ''
  return verify(null, Buffer.from(base), createPublicKey(rfcKeys.ed25519), Buffer.from(signature, 'base64'))
}

it('a key is judged when it is saved, sealed, used, copied, and asked for again for another algorithm', async () => {
  const wrong = { name: 'Message', ...message, rfc9421Algorithm: 'ecdsa-p256-sha256' }
  const needs = { rfc9421PrivateKey: expect.stringContaining('needs an EC key') }
  expect(await fieldsOf(create(wrong))).toEqual(needs)
  const file = { projectId, operatorId: null, document: [settings(wrong)] }
  expect(await fieldsOf(importConnectors(file))).toEqual({
    '0.rfc9421PrivateKey': expect.stringContaining('needs an EC'),
  })
  expect(await fieldsOf(create({ name: 'Message', ...message, rfc9421PrivateKey: undefined }))).toEqual({
    rfc9421PrivateKey: 'Enter the key.',
  })

  const made = await create({ name: 'Message', ...message })
  expect(made.storedSecrets).toEqual(['rfc9421PrivateKey'])
  const { rows } = await pool().query('SELECT c::text || s::text AS text FROM "Connector" c, "ConnectorSecret" s')
  const exported = await exportConnectors(projectId)
  expect(JSON.stringify([made, exported, rows])).not.toContain('MC4CAQAwBQ')
  expect(await call(made.id)).toBe('sent')
  expect(isSigned()).toBe(true)

  const kept = { name: 'Message', ...message, rfc9421PrivateKey: undefined }
  expect(await fieldsOf(update(made.id, 1, { ...kept, rfc9421Algorithm: 'hmac-sha256' }))).toEqual({
    rfc9421PrivateKey: expect.stringContaining('another algorithm'),
  })
  await update(made.id, 1, { ...kept, rfc9421KeyId: 'k2' })
  expect(await call(made.id)).toBe('sent')
  expect(isSigned()).toBe(true)
  expect(seen['signature-input']).toContain('keyid="k2"')

  const copy = await duplicateConnector(projectId, made.id, '')
  expect(await call(copy.id)).toBe('sent')
  expect(isSigned()).toBe(true)

  // What is exported comes back as it was, with the stored key.
  await importConnectors({ projectId, operatorId: null, document: await exportConnectors(projectId) })
  expect(await call(made.id)).toBe('sent')
  expect(isSigned()).toBe(true)

  await update(made.id, 3, { name: 'Message' })
  expect((await getConnector(projectId, made.id)).storedSecrets).toEqual([])
  expect(await call(made.id)).toBe('sent')
  expect(seen).not.toHaveProperty('signature')
})

it('the access key of AWS is needed as long as it signs, and not kept beyond', async () => {
  const aws = {
    name: 'AWS',
    awsAuthType: 'credentials',
    awsAccessKeyId: 'AKID',
    awsRegion: 'eu-west-1',
    awsService: 's3',
  }
  expect(await fieldsOf(create(aws))).toEqual({ awsSecretAccessKey: 'Enter the secret access key.' })
  const made = await create({ ...aws, awsSecretAccessKey: 'aws-secret' })
  expect(await call(made.id)).toBe('sent')
  expect(seen.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKID\/\d{8}\/eu-west-1\/s3\/aws4_request, /)
  expect(seen['x-amz-content-sha256']).toMatch(/^[0-9a-f]{64}$/)
  const bearer = { authentication: { method: 'bearerToken', bearerToken: 't' } }
  expect(await fieldsOf(update(made.id, 1, { ...aws, ...bearer }))).toEqual({
    awsAuthType: expect.stringContaining('Choose Authentication Type None'),
  })
  expect((await update(made.id, 1, { ...aws, awsAuthType: 'none' })).storedSecrets).toEqual([])
  const given = { ...aws, awsAuthType: 'none', awsSecretAccessKey: 'unused' }
  expect((await update(made.id, 2, given)).storedSecrets).toEqual([])
  expect(await call(made.id)).toBe('sent')
  expect(seen).not.toHaveProperty('authorization')
})

it('the list shows how a connector signs', async () => {
  const aws = {
    awsAuthType: 'credentials',
    awsAccessKeyId: 'AKIDEXAMPLE',
    awsRegion: 'eu-west-1',
    awsService: 's3',
    awsSecretAccessKey: 'wJalrXUtnFEMI',
  }
  await create({ name: 'shown by aws', ...aws })
  await create({ name: 'shown by hmac', hmacSecret: 'shown-hmac-secret' })
  await create({ name: 'shown by nothing' })
  await create({
    name: 'shown by two',
    authentication: { method: 'bearerToken', bearerToken: 'shown-token' },
    ...message,
  })
  const { connectors } = await listConnectors(projectId, { search: 'shown by' })
  expect(connectors.map(({ name, authentication }) => [name, authentication])).toEqual([
    ['shown by aws', 'AWS Signature V4'],
    ['shown by hmac', 'HMAC'],
    ['shown by nothing', 'None'],
    ['shown by two', 'Bearer Token, HTTP Message Signatures'],
  ])
})

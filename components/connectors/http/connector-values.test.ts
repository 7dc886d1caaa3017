import { describe, expect, it } from 'vitest'
import { httpDefinitionSchema } from '@/lib/connectors/http/schema'
import {
  connectorValuesSchema,
  movesFlows,
  movesHost,
  toConnectorValues,
  toHttpInput,
  weakensTls,
} from './connector-values'

const definition = httpDefinitionSchema.parse({
  type: 'http',
  name: 'Acme',
  description: '',
  baseUrl: 'https://acme.example',
  authentication: { method: 'apiKey', apiKey: { key: 'X-Key' } },
  headers: [{ key: 'X-Tenant', value: '{{tenant.id}}' }],
  maxResponseBytes: 2048,
})

describe('the form of a connector', () => {
  it('leaves a stored secret out and sends a new one', () => {
    const values = toConnectorValues(definition)
    const kept = toHttpInput(values)
    expect(kept).toMatchObject({
      maxResponseBytes: 2048,
      authentication: { apiKey: { key: 'X-Key', token: undefined } },
    })
    const replaced = { ...values.authentication, apiKey: { key: 'X-Key', token: 'new' } }
    expect(toHttpInput({ ...values, authentication: replaced })).toMatchObject({
      authentication: { method: 'apiKey', apiKey: { token: 'new' } },
    })
  })

  it('sends nothing of the methods that are not chosen', () => {
    const values = toConnectorValues(definition)
    const authentication = { ...values.authentication, method: 'bearerToken' as const, bearerToken: 'abc' }
    expect(toHttpInput({ ...values, authentication }).authentication).toEqual({
      method: 'bearerToken',
      bearerToken: 'abc',
    })
  })

  it('puts every message at its field', () => {
    const values = {
      ...toConnectorValues(null),
      baseUrl: 'ftp://x',
      headers: [{ key: 'Bad Name', value: 'a\nb' }],
      maxResponseKb: 0,
      timeoutSeconds: 500,
      authentication: { ...toConnectorValues(null).authentication, method: 'basic' as const },
    }
    const paths = connectorValuesSchema.safeParse(values).error?.issues.map((issue) => issue.path.join('.'))
    expect(paths).toEqual(
      expect.arrayContaining([
        'name',
        'baseUrl',
        'headers.0.key',
        'headers.0.value',
        'maxResponseKb',
        'timeoutSeconds',
        'authentication.basic.username',
      ]),
    )
    expect(connectorValuesSchema.safeParse(toConnectorValues(definition)).success).toBe(true)
  })

  it('tells which changes move flows', () => {
    const values = toConnectorValues(definition)
    expect(movesFlows(definition, { ...values, name: 'Other' })).toBe(false)
    expect(movesFlows(definition, { ...values, baseUrl: ' https://acme.example ' })).toBe(false)
    expect(movesFlows(definition, { ...values, baseUrl: 'https://other.example' })).toBe(true)
    expect(movesFlows(definition, { ...values, includeHeadersInContext: true })).toBe(true)
  })

  it('tells when the base URL leads to another host', () => {
    const stored = 'https://acme.example/v1'
    for (const same of ['https://ACME.example:443/v2', ' https://acme.example ', 'https://', '']) {
      expect(movesHost(stored, same)).toBe(false)
    }
    for (const other of ['http://acme.example', 'https://acme.example:8443', 'https://acme.example.org']) {
      expect(movesHost(stored, other)).toBe(true)
    }
    expect(movesHost(null, stored)).toBe(false)
  })

  it('tells when certificates are newly not verified', () => {
    expect(weakensTls(false, true, ' HTTPS://acme.example/v1')).toBe(true)
    expect(weakensTls(false, true, 'http://acme.example')).toBe(false)
    expect(weakensTls(false, true, 'https://')).toBe(false)
    expect(weakensTls(true, true, 'https://acme.example')).toBe(false)
    expect(weakensTls(true, false, 'https://acme.example')).toBe(false)
    expect(weakensTls(undefined, true, 'https://acme.example')).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import type { Json } from '@/lib/language/json'
import type { ImportedAuthentication } from '../types'
import { toCommonHeaders } from './common-headers'
import { readOpenApi } from './read-openapi'
import { toOperationStep } from './to-operation-step'

const NONE: ImportedAuthentication = { method: 'none' }
const header = (name: string, more: Record<string, Json> = {}) => ({ name, in: 'header', required: true, ...more })

/** The headers of operations that take these parameters, one list each. */
function commonOf(lists: Json[][], authentication = NONE) {
  const paths = Object.fromEntries(lists.map((parameters, at) => [`/${at}`, { get: { parameters, responses: {} } }]))
  const { document } = readOpenApi(JSON.stringify({ openapi: '3.0.0', paths }))
  if (!document) throw new Error('It was not read.')
  const steps = document.operations.map((each) =>
    toOperationStep(each, document.references, { optionalParameters: false }),
  )
  const { headers, report } = toCommonHeaders(steps, authentication)
  return {
    headers,
    left: report.filter(({ tone }) => tone === 'left').map(({ what, message }) => `${what}: ${message}`),
  }
}

describe('header parameters', () => {
  it('that all operations take become rows, read from the input or with the one value that they may have', () => {
    const one = [
      header('X-Tenant'),
      header('X-Version', { schema: { enum: ['2'] } }),
      header('X-On', { required: false, schema: { default: true } }),
    ]
    const other = [header('x-tenant'), ...one.slice(1)]
    expect(commonOf([one, other])).toEqual({
      headers: [
        { key: 'X-Tenant', value: '{{client.xTenant}}' },
        { key: 'X-Version', value: '2' },
        { key: 'X-On', value: 'true' },
      ],
      left: [],
    })
    const third = [header('X-Tenant'), header('X-Version', { schema: { enum: ['3'] } })]
    const mixed = commonOf([one, third])
    expect(mixed.headers.map(({ key }) => key)).toEqual(['X-Tenant'])
    expect(mixed.left).toHaveLength(3)
  })

  it('of some operations, optional ones and credentials are named', () => {
    const { headers, left } = commonOf([
      [header('X-Only')],
      [header('X-Free', { required: false })],
      [header('X-Api-Key')],
    ])
    expect(headers).toEqual([])
    expect(left).toEqual([
      expect.stringMatching(/^GET \/0: .*X-Only, which is required.*Not all/),
      expect.stringMatching(/^GET \/1: .*X-Free\. Add it/),
      expect.stringMatching(/^GET \/2: .*X-Api-Key.*credential/),
    ])
  })

  it('that the authentication sends are no rows, and those that no row can hold are left', () => {
    const key: ImportedAuthentication = { method: 'apiKey', apiKey: { key: 'x-tenant', token: null } }
    expect(commonOf([[header('X-Tenant')]], key)).toEqual({ headers: [], left: [] })
    expect(commonOf([[header('Host')]]).headers).toEqual([])
    expect(commonOf([[header('Bad name')]]).headers).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { httpInputSchema } from '@/lib/connectors/http/schema'
import { readCurl } from '@/lib/connectors/import/curl/read-curl'
import { samples } from '@/lib/connectors/import/curl/testing/commands'
import type { ImportedAuthentication, ImportedConnector } from '@/lib/connectors/import/types'
import { NEW_CONNECTOR, planValuesSchema, toConnectorInput, toPlanField, toPlanValues } from './plan-values'

const connector = (authentication: ImportedAuthentication): ImportedConnector => ({
  name: 'Desk',
  baseUrl: 'https://desk.example.com',
  authentication,
  headers: [],
  insecure: false,
  retry: null,
})

const methods: ImportedAuthentication[] = [
  { method: 'bearerToken', bearerToken: null },
  { method: 'apiKey', apiKey: { key: 'X-Key', token: null } },
  { method: 'basic', basic: { username: '', password: null } },
  {
    method: 'oauth2ClientCredentials',
    clientId: '',
    clientSecret: null,
    authUrl: 'https://desk.example.com/token',
    scopes: 'a b',
  },
  { method: 'awsSignatureV4', accessKeyId: '', secretAccessKey: null, region: 'eu-west-1', service: 's3' },
]

describe('the form of an import', () => {
  it.each(methods.map((each) => [each.method, each] as const))(
    'asks for what %s lacks and takes it',
    (_, authentication) => {
      const imported = connector(authentication)
      const values = toPlanValues(imported, NEW_CONNECTOR)
      const lacking = planValuesSchema(imported).safeParse(values).error?.issues ?? []
      expect(lacking.length).toBeGreaterThan(0)
      for (const { path } of lacking) expect(['username', 'secret']).toContain(path[0])
      const full = { ...values, username: 'ada', secret: 'the-secret' }
      expect(planValuesSchema(imported).safeParse(full).error?.issues).toBeUndefined()
      expect(JSON.stringify(httpInputSchema.parse(toConnectorInput(imported, full)))).toContain('the-secret')
    },
  )

  it('asks nothing of an existing connector', () => {
    const imported = connector({ method: 'bearerToken', bearerToken: null })
    expect(planValuesSchema(imported).safeParse({ ...toPlanValues(imported, 'an-id'), baseUrl: '' }).success).toBe(true)
  })

  it('refuses a base URL that still has a gap', () => {
    const imported = { ...connector({ method: 'none' }), baseUrl: 'https://<host>/v1' }
    const { error } = planValuesSchema(imported).safeParse(toPlanValues(imported, NEW_CONNECTOR))
    expect(error?.issues.map(({ path }) => path)).toEqual([['baseUrl']])
  })

  it('takes every sample command once its gaps are filled in', () => {
    for (const { name, command } of samples) {
      const imported = readCurl(command).call?.connector
      if (!imported) throw new Error(name)
      const values = toPlanValues(imported, NEW_CONNECTOR)
      const full = {
        ...values,
        baseUrl: values.baseUrl.includes('<') ? 'https://example.com' : values.baseUrl,
        username: values.username || 'ada',
        secret: values.secret || 'x',
      }
      expect(planValuesSchema(imported).safeParse(full).error?.issues, name).toBeUndefined()
    }
  })

  it('puts a message of the server at its field', () => {
    expect(toPlanField('authentication.oauth2ClientCredentials.clientSecret')).toBe('secret')
    expect(toPlanField('awsAccessKeyId')).toBe('username')
    expect(toPlanField('headers.0.key')).toBe('root')
  })
})

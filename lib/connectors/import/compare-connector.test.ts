import { describe, expect, it } from 'vitest'
import { httpConfigSchema } from '../http/schema'
import { compareConnector } from './compare-connector'
import { readCurl } from './curl/read-curl'

const read = (options: string) => {
  const connector = readCurl(`curl https://api.example.com/v1/x ${options}`).call?.connector
  if (!connector) throw new Error('The command was not read.')
  return connector
}
const settings = (changes: Record<string, unknown> = {}) =>
  httpConfigSchema.parse({ baseUrl: 'https://api.example.com/v1', ...changes })
const bearer = { authentication: { method: 'bearerToken' } }
const xDesk = { headers: [{ key: 'X-Desk', value: '4' }] }

describe('an import and a connector that is there', () => {
  it('agree when they sign in alike and send the same headers', () => {
    const same = { agrees: true, lost: [], added: [] }
    expect(compareConnector(read(''), settings())).toEqual(same)
    expect(
      compareConnector(read('-H "Authorization: Bearer $T" -H "x-desk: 4"'), settings({ ...bearer, ...xDesk })),
    ).toEqual(same)
    const key = { authentication: { method: 'apiKey', apiKey: { key: 'x-api-key' } } }
    expect(compareConnector(read('-H "X-Api-Key: $K"'), settings(key))).toEqual(same)
  })

  it('agree on headers that change no call, and say so', () => {
    const headers = [{ key: 'Accept', value: 'text/plain' }]
    expect(compareConnector(read(''), settings({ headers }))).toEqual({
      agrees: true,
      lost: [],
      added: ['Header Accept: text/plain'],
    })
  })

  it('tell that a secret that was given is not sent, without telling it', () => {
    const { agrees, lost } = compareConnector(read('-H "Authorization: Bearer n0t-shown"'), settings(bearer))
    expect(agrees).toBe(true)
    expect(lost).toEqual(['Token as it was given: the connector sends the one that it has stored'])
  })

  const basic = { authentication: { method: 'basic', basic: { username: 'ada' } } }
  const aws = { awsAuthType: 'credentials', awsAccessKeyId: 'AKID', awsRegion: 'eu-west-1', awsService: 's3' }
  it.each([
    ['-H "Authorization: Bearer t"', {}, ['Authentication: Bearer Token'], []],
    ['', bearer, [], ['Authentication: Bearer Token']],
    ['-u bob:pw', basic, ['Authentication: Basic (User name bob)'], ['Authentication: Basic (User name ada)']],
    [
      '-H "X-Key: a"',
      { authentication: { method: 'apiKey', apiKey: { key: 'X-Other' } } },
      ['Authentication: API Key (X-Key)'],
      ['Authentication: API Key (X-Other)'],
    ],
    ['-H "X-Desk: 5" -H "X-More: 1"', xDesk, ['Header X-Desk: 5 (the connector sends 4)', 'Header X-More: 1'], []],
    ['', xDesk, [], ['Header X-Desk: 4']],
    ['-k --retry 2', {}, ['Trust any certificate: the connector verifies it', 'Retries: 3 attempts'], []],
    [
      '--aws-sigv4 aws:amz:us-east-1:s3 -u AKID:s',
      aws,
      ['Authentication: AWS Signature V4 (Access key id AKID; Region: us-east-1; service: s3)'],
      ['Authentication: AWS Signature V4 (Access key id AKID; Region: eu-west-1; service: s3)'],
    ],
  ])('differ: %s and %j', (options, config, lost, added) => {
    expect(compareConnector(read(options), settings(config))).toEqual({ agrees: false, lost, added })
  })

  it('agree on a user name that the command does not hold', () => {
    expect(compareConnector(read('-u $NAME:$PASSWORD'), settings(basic)).agrees).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { createMasker, MASK } from '@/lib/language/masking'
import { Secret } from '@/lib/vault/secret'
import { recordRequest, recordSigned } from './record'
import { httpConfigSchema } from './schema'
import { createSigner } from './signing/sign'
import type { SignedText } from './signing/signed-text'

const KEY = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
const NOW = Date.parse('2026-01-02T03:04:05Z')

function sign(settings: Record<string, unknown>, body: string) {
  const config = httpConfigSchema.parse({ baseUrl: 'https://api.example.com', ...settings })
  const secrets = new Map([
    ['awsSecretAccessKey', new Secret(KEY)],
    ['rfc9421PrivateKey', new Secret('a-shared-key-of-thirty-two-bytes!')],
  ])
  const request = {
    method: 'POST',
    url: new URL('https://api.example.com/x?pin=4711-typed'),
    headers: [
      ['X-Api-Key', 'a key in a row'],
      ['X-Plain', 'one'],
    ] as const,
    body,
  }
  const signed: SignedText[] = []
  const headers = createSigner(config, secrets).sign(
    request,
    NOW,
    () => 'nonce',
    (text) => signed.push(text),
  )
  return { headers: [...request.headers, ...headers], signed }
}

const aws = { awsAuthType: 'credentials', awsAccessKeyId: 'AKID', awsRegion: 'eu-west-1', awsService: 's3' }
const message = {
  rfc9421SigningEnabled: true,
  rfc9421KeyId: 'k1',
  rfc9421Algorithm: 'hmac-sha256',
  rfc9421Components: '@method, @target-uri, x-api-key, x-plain, content-digest',
  headers: [
    { key: 'X-Api-Key', value: 'a key in a row' },
    { key: 'X-Plain', value: 'one' },
  ],
}
const masker = createMasker([KEY, '4711-typed'])

describe('what was signed', () => {
  it('is told for AWS with its scope, its secrets masked', () => {
    const [told, ...more] = recordSigned(sign(aws, 'b').signed, 'b', masker, undefined)
    expect(more).toEqual([])
    expect(told).toMatchObject({ by: 'aws', region: 'eu-west-1', service: 's3' })
    expect(told?.text.split('\n')).toEqual([
      'POST',
      '/x',
      `pin=${MASK}`,
      'host:api.example.com',
      expect.stringMatching(/^x-amz-content-sha256:[0-9a-f]{64}$/),
      'x-amz-date:20260102T030405Z',
      `x-api-key:${MASK}`,
      'x-plain:one',
      '',
      'host;x-amz-content-sha256;x-amz-date;x-api-key;x-plain',
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ])
  })

  it('is told for a message signature, its secrets masked', () => {
    const [told] = recordSigned(sign(message, 'b').signed, 'b', masker, undefined)
    expect(told?.by).toBe('rfc9421')
    expect(told?.text).toContain(
      `"@target-uri": https://api.example.com/x?pin=${MASK}\n"x-api-key": ${MASK}\n"x-plain": one\n`,
    )
  })

  it.each([aws, message])('does not tell the hash of a body that holds a secret', (settings) => {
    const body = '{"pin":"4711-typed"}'
    const { headers, signed } = sign(settings, body)
    const whole = { headers, method: 'POST', url: 'https://api.example.com/x', body }
    const told = JSON.stringify([
      recordSigned(signed, body, masker, undefined),
      recordRequest(whole, masker, undefined),
    ])
    expect(told).not.toMatch(/[0-9a-f]{64}|sha-256=:[^•]/)
    expect(told).toContain(MASK)
  })
})

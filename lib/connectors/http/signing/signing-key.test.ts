import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toFields } from '../../input'
import { httpInputSchema } from '../schema'
import { type SignatureAlgorithm, signatureAlgorithms } from './algorithms'
import { readSigningKey } from './signing-key'
import { rfcKeys } from './testing/rfc9421'

const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
const pem = (key: typeof small) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const encrypted = small.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString()
const publicPem = createPublicKey(rfcKeys.ed25519).export({ type: 'spki', format: 'pem' }).toString()
const { d: _, ...publicJwk } = JSON.parse(rfcKeys.ed25519Jwk)

describe('a key', () => {
  it.each<[string, SignatureAlgorithm, string, RegExp]>([
    ['of another type', 'ed25519', rfcKeys.ecP256, /needs an Ed25519 key, and this is one of type ec/],
    ['of another type', 'ecdsa-p256-sha256', rfcKeys.ed25519, /needs an EC key/],
    ['of another type', 'rsa-pss-sha512', rfcKeys.ed25519Jwk, /needs an RSA key/],
    ['of another curve', 'ecdsa-p256-sha256', pem(p384), /needs the curve P-256, and this is secp384r1/],
    ['that is too short', 'rsa-pss-sha512', pem(small), /1024 bits/],
    ['with a passphrase', 'rsa-pss-sha512', encrypted, /passphrase/],
    ['that is public', 'ed25519', publicPem, /public key/],
    ['that is public', 'ed25519', JSON.stringify(publicJwk), /public key/],
    ['that is shared', 'ed25519', rfcKeys.sharedSecretJwk, /shared secret/],
    ['that is private', 'hmac-sha256', rfcKeys.ed25519, /this is a private key/],
    ['that is private', 'hmac-sha256', rfcKeys.ed25519Jwk, /this is a private key/],
    ['that is empty', 'hmac-sha256', '{"kty":"oct","k":""}', /no key in k/],
    ['that was cut', 'ed25519', rfcKeys.ed25519.replace('BCIEIJ', ''), /copied whole/],
    ['that was cut', 'ed25519', '{"kty":"OKP","crv":"Ed25519","d":"AAAA","x":"AAAA"}', /copied whole/],
    [
      'of OpenSSH',
      'ed25519',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----',
      /OpenSSH/,
    ],
    ['that is none', 'ed25519', 'hunter2', /no key/],
    ['that is none', 'ed25519', '{"a":1}', /no key/],
  ])('%s is refused for %s', (_name, algorithm, text, message) => {
    expect(readSigningKey(algorithm, text).error).toMatch(message)
  })

  it('is never quoted, whatever it is', () => {
    const texts = fc.oneof(
      fc.string({ minLength: 8 }),
      fc.json(),
      fc
        .base64String({ minLength: 8 })
        .map((text) => `-----BEGIN PRIVATE KEY-----\n${text}\n-----END PRIVATE KEY-----`),
    )
    fc.assert(
      fc.property(texts, fc.constantFrom(...signatureAlgorithms), (text, algorithm) => {
        const { error } = readSigningKey(algorithm, text)
        const secret = text.replace(/-----[^-]+-----/g, '').trim()
        if (error !== null && secret.length >= 8) expect(error).not.toContain(secret)
      }),
    )
  })
})

describe('the settings of signing', () => {
  const aws = {
    awsAuthType: 'credentials',
    awsAccessKeyId: 'AKIDEXAMPLE',
    awsRegion: 'us-east-1',
    awsService: 's3',
    awsSecretAccessKey: 'x',
  }
  const message = { rfc9421SigningEnabled: true, rfc9421KeyId: 'k1', rfc9421PrivateKey: rfcKeys.ed25519 }
  const bearer = { authentication: { method: 'bearerToken', bearerToken: 't' } }
  const row = (key: string) => ({ headers: [{ key, value: 'x' }] })

  it.each<[Record<string, unknown>, string[]]>([
    [aws, []],
    [message, []],
    [{ ...aws, ...message, ...bearer }, ['awsAuthType']],
    [{ ...aws, authentication: { method: 'apiKey', apiKey: { key: 'AUTHORIZATION', token: 't' } } }, ['awsAuthType']],
    [{ ...aws, authentication: { method: 'apiKey', apiKey: { key: 'X-Key', token: 't' } } }, []],
    [
      { ...aws, awsAccessKeyId: '', awsRegion: 'us east', awsService: '' },
      ['awsAccessKeyId', 'awsRegion', 'awsService'],
    ],
    [{ awsAuthType: 'assumeRole' }, ['awsAuthType']],
    [{ ...aws, ...row('Authorization') }, ['headers.0.key']],
    [{ ...aws, ...row('x-amz-content-sha256') }, ['headers.0.key']],
    [{ ...aws, awsService: 'execute-api', ...row('x-amz-content-sha256') }, []],
    [{ ...message, ...row('Signature') }, ['headers.0.key']],
    [{ ...message, ...row('Content-Digest') }, ['headers.0.key']],
    [row('Signature'), []],
    [{ ...message, rfc9421KeyId: '' }, ['rfc9421KeyId']],
    [{ ...message, rfc9421KeyId: 'k\u00e9y' }, ['rfc9421KeyId']],
    [{ ...message, rfc9421Components: '@status' }, ['rfc9421Components']],
    [{ ...message, rfc9421Components: 'x-absent' }, ['rfc9421Components']],
    [{ ...message, rfc9421Components: 'content-length' }, ['rfc9421Components']],
    [{ ...message, rfc9421Components: 'x-amz-date' }, ['rfc9421Components']],
    [{ ...message, ...aws, rfc9421Components: 'x-amz-date, x-amz-content-sha256, authorization' }, []],
    [{ ...message, rfc9421Components: 'content-digest, host, content-type' }, []],
    [{ ...message, rfc9421SignatureTTL: 0 }, ['rfc9421SignatureTTL']],
    [{ ...message, rfc9421Algorithm: 'rsa-v1_5-sha256' }, ['rfc9421Algorithm']],
    [{ rfc9421Components: '@status', rfc9421KeyId: '' }, []],
  ])('%j: %j', (input, fields) => {
    const parsed = httpInputSchema.safeParse({ type: 'http', name: 'A', baseUrl: 'https://a.example', ...input })
    expect(parsed.success ? [] : Object.keys(toFields(parsed.error.issues))).toEqual(fields)
  })
})

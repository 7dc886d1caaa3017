import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Secret } from '@/lib/vault/secret'
import { httpConfigSchema } from '../schema'
import { awsStringToSign, canonicalRequest } from './aws-signature-v4'
import { hmacSignature } from './hmac'
import { signatureBase } from './http-message-signature'
import { parseComponents } from './message-components'
import { createSigner } from './sign'

const vectorSchema = z.strictObject({
  settings: z.record(z.string(), z.json()),
  secrets: z.record(z.string(), z.string()),
  now: z.iso.datetime(),
  nonce: z.string().default(''),
  request: z.strictObject({
    method: z.string(),
    url: z.url(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string().nullable(),
  }),
  canonicalRequest: z.string().optional(),
  stringToSign: z.string(),
  added: z.array(z.tuple([z.string(), z.string()])),
})
type Vector = z.output<typeof vectorSchema>

/** The blocks of a page of the documentation that are marked as vectors. */
function vectorsOf(page: string): Vector[] {
  const text = readFileSync(`docs/authentication/${page}.md`, 'utf8')
  return [...text.matchAll(/```json vector\n([\s\S]*?)```/g)].map(([, json]) =>
    vectorSchema.parse(JSON.parse(json ?? '')),
  )
}

function sign({ settings, secrets, now, nonce, request }: Vector) {
  const opened = new Map(Object.entries(secrets).map(([field, text]) => [field, new Secret(text)]))
  return createSigner(httpConfigSchema.parse(settings), opened).sign(
    { ...request, url: new URL(request.url) },
    Date.parse(now),
    () => nonce,
  )
}

// What each page calls the string to sign, made again from what is sent.
const stringsToSign: Record<string, (vector: Vector) => string> = {
  hmac: signedByHmac,
  'signature-template': signedByHmac,
  'aws-signature-v4': ({ request, settings, canonicalRequest: canonical, now }) => {
    const time = now.replace(/[-:]/g, '')
    const headers = [...request.headers, ['x-amz-date', time] satisfies [string, string]]
    const { text } = canonicalRequest({ ...request, url: new URL(request.url), headers }, String(settings.awsService))
    expect(text).toBe(canonical)
    const scope = `${time.slice(0, 8)}/${settings.awsRegion}/${settings.awsService}/aws4_request`
    return awsStringToSign(time, scope, text)
  },
  'http-message-signatures': ({ request, settings, added }) => {
    const input = /^sig1=(.*)$/.exec(added.find(([name]) => name === 'Signature-Input')?.[1] ?? '')?.[1] ?? ''
    const { components } = parseComponents(String(settings.rfc9421Components ?? ''))
    const complete = { ...request, url: new URL(request.url), headers: [...request.headers, ...added] }
    return signatureBase(complete, components ?? [], []).base.replace(/\([^)]*\)$/, input)
  },
}

function signedByHmac({ secrets, added, stringToSign }: Vector): string {
  const signature = hmacSignature(secrets.hmacSecret ?? '', [stringToSign])
  expect(added).toContainEqual(['x-descope-webhook-s256', signature])
  return stringToSign
}

describe.each(Object.keys(stringsToSign))('the vectors of %s.md', (page) => {
  const vectors = vectorsOf(page)

  it('are there', () => {
    expect(vectors.length).toBeGreaterThan(0)
  })

  it.each(vectors)('are what is sent: $request.method $request.url', (vector) => {
    expect(sign(vector)).toEqual(vector.added)
    expect(stringsToSign[page]?.(vector)).toBe(vector.stringToSign)
  })
})

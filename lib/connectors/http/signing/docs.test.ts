import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Secret } from '@/lib/vault/secret'
import { httpConfigSchema } from '../schema'
import { hmacSignature } from './hmac'
import { createSigner } from './sign'

const vectorSchema = z.strictObject({
  settings: z.record(z.string(), z.json()),
  secrets: z.record(z.string(), z.string()),
  now: z.iso.datetime(),
  request: z.strictObject({
    method: z.string(),
    url: z.url(),
    headers: z.array(z.tuple([z.string(), z.string()])),
    body: z.string().nullable(),
  }),
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

function sign({ settings, secrets, now, request }: Vector) {
  const opened = new Map(Object.entries(secrets).map(([field, text]) => [field, new Secret(text)]))
  return createSigner(httpConfigSchema.parse(settings), opened).sign(
    { ...request, url: new URL(request.url) },
    Date.parse(now),
  )
}

describe.each(['hmac', 'signature-template'])('the vectors of %s.md', (page) => {
  const vectors = vectorsOf(page)

  it('are there', () => {
    expect(vectors.length).toBeGreaterThan(0)
  })

  it.each(vectors)('are what is sent: $request.method $request.url', (vector) => {
    expect(sign(vector)).toEqual(vector.added)
    expect(vector.added).toContainEqual([
      'x-descope-webhook-s256',
      hmacSignature(vector.secrets.hmacSecret ?? '', [vector.stringToSign]),
    ])
  })
})

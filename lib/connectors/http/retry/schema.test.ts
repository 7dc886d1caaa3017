import { describe, expect, it } from 'vitest'
import { retrySchema } from './schema'

const problem = (input: unknown) => retrySchema.safeParse(input).error?.issues[0]?.message

describe('the retry policy', () => {
  it('is off when it is left out, and has defaults without non-idempotent verbs', () => {
    expect(retrySchema.parse(undefined)).toBeNull()
    expect(retrySchema.parse({})).toEqual({
      attempts: 3,
      statuses: [429, 502, 503, 504],
      methods: ['GET', 'PUT', 'DELETE', 'HEAD'],
    })
  })

  it('keeps each status and verb once, in order', () => {
    const read = retrySchema.parse({ statuses: [503, 429, 503], methods: ['POST', 'GET', 'POST'] })
    expect(read).toMatchObject({ statuses: [429, 503], methods: ['GET', 'POST'] })
  })

  it.each([
    [{ attempts: 1 }, 'at least 2'],
    [{ attempts: 11 }, 'at most 10'],
    [{ attempts: 2.5 }, 'whole number'],
    [{ attempts: Number.NaN }, 'number of attempts'],
    [{ statuses: [200] }, 'Only error statuses'],
    [{ statuses: [Number.NaN] }, 'as numbers'],
    [{ methods: [] }, 'at least one verb'],
    [{ methods: ['TRACE'] }, 'Use the verbs'],
    [{ backoff: 1 }, 'Not known here: backoff'],
  ])('refuses %j', (input, text) => {
    expect(problem(input)).toContain(text)
  })
})

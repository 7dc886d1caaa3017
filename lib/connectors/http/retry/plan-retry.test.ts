import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Attempt, planRetry, readRetryAfter } from './plan-retry'
import { type RetryPolicy, retrySchema } from './schema'

const now = Date.parse('2026-01-01T10:00:00.000Z')
const policy = (changes: Partial<RetryPolicy> = {}) => retrySchema.parse(changes)
const attempt = (changes: Partial<Attempt> = {}): Attempt => ({
  method: 'GET',
  number: 1,
  failure: { status: 503, retryAfter: undefined },
  remainingMs: 10_000,
  ...changes,
})

describe('a failed attempt', () => {
  it.each([429, 502, 503, 504])('with %s is made again', (status) => {
    expect(planRetry(policy(), attempt({ failure: { status, retryAfter: undefined } }), now, 0)).toEqual({
      type: 'again',
      waitMs: 500,
    })
  })

  it.each(['dnsFailed', 'connectionRefused', 'connectionReset', 'connectionFailed'] as const)(
    'with %s is made again',
    (code) => {
      expect(planRetry(policy(), attempt({ failure: { code } }), now, 0).type).toBe('again')
    },
  )

  it.each(['timeout', 'tlsExpired', 'dnsNotFound', 'refusedByGuard', 'tooLarge', 'aborted'] as const)(
    'with %s stays failed',
    (code) => {
      expect(planRetry(policy(), attempt({ failure: { code } }), now, 0)).toEqual({ type: 'no' })
    },
  )

  it.each([400, 401, 404, 500])('with %s stays failed unless it is named', (status) => {
    const failed = attempt({ failure: { status, retryAfter: undefined } })
    expect(planRetry(policy(), failed, now, 0).type).toBe('no')
    expect(planRetry(policy({ statuses: [status] }), failed, now, 0).type).toBe('again')
  })

  it('is the last one when the policy is off or its attempts are used up', () => {
    expect(planRetry(null, attempt(), now, 0).type).toBe('no')
    expect(planRetry(policy({ attempts: 2 }), attempt({ number: 2 }), now, 0).type).toBe('no')
  })

  it.each(['POST', 'PATCH'] as const)('by %s is made again only when the policy names the verb', (method) => {
    expect(planRetry(policy(), attempt({ method }), now, 0).type).toBe('no')
    expect(planRetry(policy({ methods: ['GET', method] }), attempt({ method }), now, 0).type).toBe('again')
  })

  it('waits twice as long each time, up to half shortened, at most 30 s', () => {
    const waits = [1, 2, 3, 4].map((number) => planRetry(policy({ attempts: 10 }), attempt({ number }), now, 0))
    expect(waits.map((plan) => 'waitMs' in plan && plan.waitMs)).toEqual([500, 1000, 2000, 4000])
    const long = attempt({ number: 9, remainingMs: 120_000 })
    expect(planRetry(policy({ attempts: 10 }), long, now, 0)).toEqual({ type: 'again', waitMs: 30_000 })
    expect(planRetry(policy(), attempt(), now, 0.999)).toEqual({ type: 'again', waitMs: 250 })
  })

  it('waits as long as Retry-After asks, and not at all when the timeout comes first', () => {
    const asks = (retryAfter: string) => attempt({ failure: { status: 429, retryAfter } })
    expect(planRetry(policy(), asks('3'), now, 0)).toEqual({ type: 'again', waitMs: 3_000 })
    expect(planRetry(policy(), asks('Thu, 01 Jan 2026 10:00:04 GMT'), now, 0)).toEqual({ type: 'again', waitMs: 4_000 })
    expect(planRetry(policy(), asks('0'), now, 0)).toEqual({ type: 'again', waitMs: 500 })
    expect(planRetry(policy(), asks('3600'), now, 0)).toEqual({ type: 'tooLate', waitMs: 3_600_000 })
    expect(planRetry(policy(), attempt({ remainingMs: 400 }), now, 0)).toEqual({ type: 'tooLate', waitMs: 500 })
  })

  it('never waits past the timeout', () => {
    fc.assert(
      fc.property(
        fc.record({ number: fc.integer({ min: 1, max: 12 }), remainingMs: fc.integer({ min: 1, max: 120_000 }) }),
        fc.option(fc.string(), { nil: undefined }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (changes, retryAfter, random) => {
          const plan = planRetry(
            policy({ attempts: 10 }),
            attempt({ ...changes, failure: { status: 503, retryAfter } }),
            now,
            random,
          )
          if (plan.type === 'again') expect(plan.waitMs).toBeLessThan(changes.remainingMs)
        },
      ),
    )
  })
})

describe('Retry-After', () => {
  it.each([
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Thu, 01 Jan 2026 10:00:30 GMT', 30_000],
    ['Thursday, 01-Jan-26 10:00:30 GMT', 30_000],
    ['Thu Jan  1 10:00:30 2026', 30_000],
    ['Wed, 31 Dec 2025 10:00:30 GMT', 0],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['2026-01-01T10:00:30Z', null],
    ['Mon, nonsense', null],
    ['', null],
    [undefined, null],
  ])('%j is %j ms', (header, expected) => {
    expect(readRetryAfter(header, now)).toBe(expected)
  })
})

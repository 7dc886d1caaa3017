import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideRetry, type FailedAttempt, MOST_ATTEMPTS } from './async-retry'

const now = new Date('2026-03-01T12:00:00.000Z')
const decide = (change: Partial<FailedAttempt>) =>
  decideRetry({
    repetition: 'unsafe',
    attempt: 1,
    code: 'httpError',
    status: 503,
    retryAfter: null,
    unsent: false,
    random: 1,
    now,
    ...change,
  })

describe('whether an attempt is followed by another one', () => {
  it('is, when the answer says not now, whatever the verb', () => {
    for (const status of [408, 429, 503]) expect(decide({ status }).retry).toBe(true)
    for (const status of [304, 400, 401, 403, 404, 409, 422]) {
      expect(decide({ status })).toEqual({ retry: false, unknown: false })
      expect(decide({ status, repetition: 'safe' }).retry).toBe(false)
    }
  })

  it('is only for a verb that may be repeated, when the answer leaves open what was carried out', () => {
    for (const status of [500, 502, 504, 520]) {
      for (const repetition of ['safe', 'idempotent'] as const) {
        expect(decide({ status, repetition }).retry).toBe(true)
        expect(decide({ status, repetition, attempt: MOST_ATTEMPTS })).toEqual({ retry: false, unknown: false })
      }
      expect(decide({ status })).toEqual({ retry: false, unknown: true })
    }
  })

  it('is, when nothing was sent', () => {
    for (const code of ['dnsNotFound', 'dnsFailed', 'connectionRefused', 'tokenUnreachable', 'smtpLater']) {
      expect(decide({ code, status: null }).retry).toBe(true)
    }
    for (const code of ['refusedByGuard', 'tlsExpired', 'endpointInvalid', 'connectorMissing']) {
      expect(decide({ code, status: null })).toEqual({ retry: false, unknown: false })
    }
  })

  it('is only for a verb that may be repeated, when nobody knows the result', () => {
    for (const code of ['timeout', 'connectionReset', 'aborted', 'interrupted']) {
      expect(decide({ code, repetition: 'idempotent', status: null }).retry).toBe(true)
      expect(decide({ code, status: null })).toEqual({ retry: false, unknown: true })
    }
  })

  it('is, when what failed in passing had not been sent', () => {
    for (const code of ['timeout', 'connectionReset', 'aborted', 'sqlBusy'])
      expect(decide({ code, status: null, unsent: true }).retry).toBe(true)
    for (const code of ['sqlLogin', 'smtpRefused', 'tlsWrongHost'])
      expect(decide({ code, status: null, unsent: true })).toEqual({ retry: false, unknown: false })
  })

  it('waits as long as the third party asks, within a day', () => {
    expect(decide({ retryAfter: '120' })).toEqual({ retry: true, delaySeconds: 120 })
    expect(decide({ retryAfter: 'Sun, 01 Mar 2026 12:10:00 GMT' })).toEqual({ retry: true, delaySeconds: 600 })
    expect(decide({ retryAfter: '99999999' })).toEqual({ retry: true, delaySeconds: 86_400 })
    expect(decide({ retryAfter: 'soon' })).toEqual({ retry: true, delaySeconds: 5 })
  })

  it('always ends, with pauses that grow and stay within their bounds', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(408, 429, 503), (random, status) => {
        let total = 0
        let before = 0
        for (let attempt = 1; ; attempt += 1) {
          const decision = decide({ attempt, status, random })
          if (!decision.retry) {
            expect(attempt).toBe(MOST_ATTEMPTS)
            break
          }
          expect(decision.delaySeconds).toBeGreaterThanOrEqual(before)
          expect(decision.delaySeconds).toBeLessThanOrEqual(900)
          before = decision.delaySeconds
          total += decision.delaySeconds
        }
        expect(total).toBeLessThan(3_600)
      }),
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideRetry, type FailedAttempt, MOST_ATTEMPTS } from './async-retry'

const now = new Date('2026-03-01T12:00:00.000Z')
const decide = (change: Partial<FailedAttempt>) =>
  decideRetry({
    action: 'POST',
    attempt: 1,
    code: 'httpError',
    status: 503,
    retryAfter: null,
    repeats: [],
    random: 1,
    now,
    ...change,
  })

describe('whether an attempt is followed by another one', () => {
  it('is, when the answer says not now, whatever the verb', () => {
    for (const status of [408, 429, 503]) expect(decide({ status }).retry).toBe(true)
    for (const status of [304, 400, 401, 403, 404, 409, 422]) {
      expect(decide({ status })).toEqual({ retry: false, unknown: false })
      expect(decide({ status, action: 'GET' }).retry).toBe(false)
    }
  })

  it('is only for a verb that may be repeated, when the answer leaves open what was carried out', () => {
    for (const status of [500, 502, 504, 520]) {
      for (const action of ['GET', 'HEAD', 'PUT', 'DELETE']) expect(decide({ status, action }).retry).toBe(true)
      for (const action of ['POST', 'PATCH']) {
        expect(decide({ status, action })).toEqual({ retry: false, unknown: true })
      }
    }
  })

  it('is for every verb that the settings of the connector allow to be repeated', () => {
    const repeats = ['POST']
    expect(decide({ status: 500, repeats }).retry).toBe(true)
    expect(decide({ code: 'timeout', status: null, repeats }).retry).toBe(true)
    expect(decide({ status: 500, repeats, attempt: MOST_ATTEMPTS })).toEqual({ retry: false, unknown: false })
    expect(decide({ status: 500, repeats, action: 'PATCH' })).toEqual({ retry: false, unknown: true })
  })

  it('is, when nothing was sent', () => {
    for (const code of ['dnsNotFound', 'dnsFailed', 'connectionRefused', 'tokenUnreachable']) {
      expect(decide({ code, status: null }).retry).toBe(true)
    }
    for (const code of ['refusedByGuard', 'tlsExpired', 'endpointInvalid', 'connectorMissing']) {
      expect(decide({ code, status: null })).toEqual({ retry: false, unknown: false })
    }
  })

  it('is only for a verb that may be repeated, when nobody knows the result', () => {
    for (const code of ['timeout', 'connectionReset', 'aborted', 'interrupted']) {
      for (const action of ['GET', 'HEAD', 'PUT', 'DELETE'])
        expect(decide({ code, action, status: null }).retry).toBe(true)
      for (const action of ['POST', 'PATCH', 'Send Email', 'Execute Query']) {
        expect(decide({ code, action, status: null })).toEqual({ retry: false, unknown: true })
      }
    }
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

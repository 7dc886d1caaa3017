import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasLapsed, isDue, retryAfterSeconds } from './freshness'

describe('a token', () => {
  it.each([
    ['an hour, six minutes left', 360, 3_600, false],
    ['an hour, four minutes left', 240, 3_600, true],
    ['ten minutes, two minutes left', 120, 600, false],
    ['ten minutes, fifty seconds left', 50, 600, true],
    ['a year, four minutes left', 240, 31_536_000, true],
    ['a life nobody knows, a second left', 1, null, false],
    ['one that has lapsed', 0, 3_600, true],
    ['a clock that was set back', 50, -10, false],
  ])('of %s', (_, expiresInSeconds, lifeSeconds, due) => {
    expect(isDue({ expiresInSeconds, lifeSeconds })).toBe(due)
  })

  it('without an end is never due', () => {
    expect(isDue({ expiresInSeconds: null, lifeSeconds: null })).toBe(false)
    expect(hasLapsed({ expiresInSeconds: null })).toBe(false)
  })

  it('that has lapsed is due', () => {
    const seconds = fc.double({ min: -1e9, max: 1e9, noNaN: true })
    fc.assert(
      fc.property(seconds, fc.option(seconds), (expiresInSeconds, lifeSeconds) => {
        if (hasLapsed({ expiresInSeconds })) expect(isDue({ expiresInSeconds, lifeSeconds })).toBe(true)
      }),
    )
  })
})

describe('the wait after a failure', () => {
  it('doubles up to six hours, and is never the same for all', () => {
    expect([1, 2, 3, 20, 1_000].map((failures) => retryAfterSeconds(failures, 1))).toEqual([5, 10, 20, 21_600, 21_600])
    expect(retryAfterSeconds(3, 0)).toBe(10)
  })
})

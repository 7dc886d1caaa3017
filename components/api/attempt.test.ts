import { expect, it } from 'vitest'
import { attempt } from './attempt'
import { UNREACHABLE } from './fetch-json'

it('is the action\u2019s answer, good or bad', async () => {
  expect(await attempt(Promise.resolve({ ok: true, data: 1 }))).toEqual({ ok: true, data: 1 })
  const refused = { ok: false, code: 'conflict', message: 'Taken.' } as const
  expect(await attempt(Promise.resolve(refused))).toBe(refused)
})

it('says what to do when there is no network, and never throws for it', async () => {
  const lost = attempt(Promise.reject(new TypeError('Failed to fetch')))
  expect(await lost).toEqual({ ok: false, code: 'unexpected', message: UNREACHABLE })
})

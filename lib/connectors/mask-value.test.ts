import { expect, test } from 'vitest'
import type { JsonObject } from '@/lib/language/json'
import type { ClientOutcome } from './client'
import { maskValue } from './mask-value'

const secret = 'hunter2 & "friends"'
const echo = `${encodeURIComponent(secret)} ${JSON.stringify(secret)} &amp;\\n `

/** What came of a call whose answer is full of its secret, in escapes that take long to undo. */
function outcome(characters: number, deadline: number): ClientOutcome {
  return {
    ok: true,
    event: null,
    value: { statusCode: 200, body: { text: echo.repeat(characters / echo.length) } },
    record: { connector: { id: 'crm', name: 'CRM', type: 'http' }, action: 'GET', warnings: [] },
    missing: [],
    secrets: [secret],
    deadline,
  }
}

test('a large answer is masked to its end, and others have their turn meanwhile', async () => {
  let turns = 0
  let counts = true
  const count = () => {
    turns += 1
    if (counts) setImmediate(count)
  }
  setImmediate(count)
  const masked = await maskValue(outcome(3_000_000, Number.POSITIVE_INFINITY), [])
  counts = false
  expect(masked).toMatchObject({ ok: true, value: { statusCode: 200 } })
  expect(masked).not.toHaveProperty('deadline')
  const { text } = (masked.value as { body: JsonObject }).body
  expect(text).not.toMatch(/hunter2|friends/)
  expect(turns).toBeGreaterThan(3)
})

test('one that would take longer than its call has time is told without its value', async () => {
  const masked = await maskValue(outcome(30_000_000, performance.now() - 400), [])
  const error = { code: 'maskingTimeout', message: expect.stringMatching(/could not be masked within the timeout/) }
  expect(masked).toMatchObject({
    ok: false,
    event: 'connectorExecution',
    value: { statusCode: 200, error },
    record: { error: { ...error, hint: expect.stringMatching(/raise the timeout/) } },
  })
  expect(JSON.stringify(masked.value)).not.toContain('hunter2')
})

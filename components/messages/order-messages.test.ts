import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ASYNC_LANE, type RunnerMessage } from '@/lib/engine/message'
import { advanceCursor, isRead } from '@/lib/runner/types'
import { deriveAsyncCalls } from './derive-async-calls'
import { deriveContext } from './derive-context'
import { deriveTrace } from './derive-trace'
import { deriveStatus } from './execution-feed'
import { cursorOf, mergeMessages, orderMessages } from './order-messages'
import { messagesOf, started } from './testing'

const passed = { type: 'passed', stepId: 'start', move: { port: 'default', to: 'ask' } } as const
const queued = {
  type: 'queued',
  stepId: 'tell',
  connectorId: 'c',
  action: 'POST',
  endpoint: '/notes',
  move: { port: 'success', to: 'ask' },
} as const
const screen = { type: 'screen', stepId: 'ask', error: null, fieldErrors: null } as const
const all = messagesOf(started, passed, screen)

function attempt(index: number, outcome: 'retrying' | 'succeeded' | 'failed', at: string): RunnerMessage {
  return {
    type: 'asyncCall',
    call: 3,
    attempt: index,
    outcome,
    record: null,
    failure: outcome === 'succeeded' ? null : { event: 'httpError', code: 'httpError', message: 'It answered 503.' },
    nextAttemptAt: null,
    number: ASYNC_LANE + index,
    at,
    stepId: 'tell',
    stepName: 'Tell',
    visit: 2,
  }
}

describe('mergeMessages', () => {
  it('appends, and keeps the list when nothing is new', () => {
    expect(mergeMessages(all.slice(0, 1), all.slice(1))).toEqual(all)
    expect(mergeMessages(all, [])).toBe(all)
  })

  it('gives each number once and in order, whatever comes', () => {
    expect(mergeMessages(all.slice(0, 2), all)).toEqual(all)
    expect(mergeMessages(all.slice(2), all.slice(0, 2))).toEqual(all)
    expect(mergeMessages([], [...all].reverse())).toEqual(all)
  })
})

describe('the messages of asynchronous calls', () => {
  const own = messagesOf(started, passed, queued, screen)
  const between = attempt(1, 'retrying', '2026-01-01T10:00:00.025Z')
  const late = attempt(2, 'succeeded', '2026-01-01T11:00:00.000Z')
  const ordered = [...own.slice(0, 3), between, ...own.slice(3), late]

  it('stand where they came in time, whatever their numbers', () => {
    expect(orderMessages([...own, between, late])).toEqual(ordered)
    expect(mergeMessages(ordered, [])).toBe(ordered)
  })

  it('are in the same order however they arrive', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(ordered, { minLength: ordered.length }),
        fc.nat(ordered.length),
        (shuffled, at) => {
          const first = mergeMessages([], shuffled.slice(0, at))
          expect(mergeMessages(mergeMessages(first, shuffled.slice(at)), shuffled)).toEqual(ordered)
        },
      ),
    )
  })

  it('have a place of their own in the cursor, so that none is missed', () => {
    expect(cursorOf(ordered)).toEqual({ after: 4, afterAsync: 2 })
    const cursor = advanceCursor({ after: 2, afterAsync: 0 }, ASYNC_LANE + 1)
    expect(isRead(cursor, ASYNC_LANE + 1)).toBe(true)
    expect(isRead(cursor, 3)).toBe(false)
    expect(isRead(cursor, ASYNC_LANE + 2)).toBe(false)
  })

  it('change neither the context, the way nor the status', () => {
    expect(deriveContext(ordered, 4)).toEqual(deriveContext(own, 4))
    expect(deriveTrace(ordered)).toEqual(deriveTrace(own))
    expect(deriveStatus(ordered, null)).toBe('waiting')
  })

  it('tell where each call stands', () => {
    expect(deriveAsyncCalls(own)).toMatchObject({ pending: 1, failed: 0 })
    expect(deriveAsyncCalls([...own, between])).toMatchObject({ pending: 1, failed: 0 })
    expect(deriveAsyncCalls(ordered)).toEqual({ pending: 0, failed: 0, firstFailure: null })
    expect(deriveAsyncCalls([...own, between, attempt(2, 'failed', late.at)])).toEqual({
      pending: 0,
      failed: 1,
      firstFailure: { stepName: 'Tell', message: 'It answered 503.' },
    })
  })
})

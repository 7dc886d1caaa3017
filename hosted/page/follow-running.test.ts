import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FlowReply } from '@/lib/runner/types'
import { FlowError } from './flow-error'
import { followRunning } from './follow-running'

const running: FlowReply = {
  executionId: 'flow|#|one',
  stepId: 'call-1',
  stepName: 'Call',
  status: 'running',
  action: 'none',
  screen: { id: '', state: {} },
}
const waiting: FlowReply = { ...running, status: 'waiting', action: 'screen', stepId: 'ask-2' }
const offline = new FlowError('offline', 'offline', 'There is no connection.')

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('looks with growing pauses until the execution has gone on', async () => {
  const looked: number[] = []
  const began = Date.now()
  const followed = followRunning(running, {
    look: async () => {
      looked.push(Date.now() - began)
      return looked.length === 10 ? waiting : running
    },
    signal: new AbortController().signal,
  })
  await vi.runAllTimersAsync()
  expect(await followed).toEqual({ reply: waiting, unreachable: false })
  const pauses = looked.map((at, index) => at - (looked[index - 1] ?? 0))
  expect(pauses[0]).toBe(1_000)
  for (const [index, each] of pauses.entries()) {
    expect(each).toBeLessThanOrEqual(10_000)
    expect(each).toBeGreaterThanOrEqual(pauses[index - 1] ?? 0)
  }
})

test('comes to an end when the execution does not, and never says that it has failed', async () => {
  let looks = 0
  const followed = followRunning(running, {
    look: async () => {
      looks += 1
      return running
    },
    signal: new AbortController().signal,
  })
  await vi.advanceTimersByTimeAsync(6 * 60_000)
  expect(await followed).toEqual({ reply: running, unreachable: false })
  expect(looks).toBeGreaterThan(20)
  expect(looks).toBeLessThan(60)
})

test('a look that is not answered is made again; the last one is told', async () => {
  const answers = [offline, new FlowError(503, '', ''), waiting]
  const look = async () => {
    const answer = answers.shift()
    if (answer === undefined || answer instanceof FlowError) throw answer ?? offline
    return answer
  }
  const followed = followRunning(running, { look, signal: new AbortController().signal })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await followed).toEqual({ reply: waiting, unreachable: false })

  const lost = followRunning(running, { look: () => Promise.reject(offline), signal: new AbortController().signal })
  await vi.advanceTimersByTimeAsync(6 * 60_000)
  expect(await lost).toEqual({ reply: running, unreachable: true })
})

test('an execution that is gone is not followed on', async () => {
  const gone = new FlowError(404, 'E', 'gone')
  const followed = followRunning(running, { look: () => Promise.reject(gone), signal: new AbortController().signal })
  const refused = expect(followed).rejects.toBe(gone)
  await vi.advanceTimersByTimeAsync(1_000)
  await refused
})

test('stops at once when the page goes, in a pause or in a look', async () => {
  const inPause = new AbortController()
  let looks = 0
  const paused = followRunning(running, {
    look: async () => {
      looks += 1
      return running
    },
    signal: inPause.signal,
  })
  inPause.abort()
  expect(await paused).toBeNull()
  expect(looks).toBe(0)
  expect(vi.getTimerCount()).toBe(0)

  const inLook = new AbortController()
  const looking = followRunning(running, {
    look: (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(offline))),
    signal: inLook.signal,
  })
  await vi.advanceTimersByTimeAsync(1_000)
  inLook.abort()
  expect(await looking).toBeNull()
  expect(vi.getTimerCount()).toBe(0)
})

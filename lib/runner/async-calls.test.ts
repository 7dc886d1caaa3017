import { beforeEach, expect, test, vi } from 'vitest'
import { runCallJob } from './async-calls'
import { readyCall } from './effects/queued-call'
import { beginAttempt, readCall, settleAttempt } from './journal-calls'

vi.mock('./effects/queued-call')
vi.mock('./journal-calls')

const job = { projectId: 'P2', executionId: 'one', number: 3, attempt: 1 }
const begun = { state: 'begun', stepId: 'call', stepName: 'Tell', visit: 1, action: 'POST' } as const
const signal = new AbortController().signal

beforeEach(() => {
  vi.resetAllMocks()
  vi.mocked(readCall).mockResolvedValue({ sealed: Buffer.from('sealed') })
  vi.mocked(beginAttempt).mockResolvedValue(begun)
  vi.mocked(settleAttempt).mockResolvedValue(true)
})

test('a database that fails before anything is sent leaves the attempt to be made', async () => {
  vi.mocked(readyCall).mockRejectedValue(new Error('the database is away'))
  await expect(runCallJob(job, signal)).rejects.toThrow('the database is away')
  expect(beginAttempt).not.toHaveBeenCalled()
  expect(settleAttempt).not.toHaveBeenCalled()
})

test('a call that is no more, or that someone else has begun, is not made', async () => {
  const make = vi.fn()
  vi.mocked(readyCall).mockResolvedValue({ repetition: 'unsafe', make })
  vi.mocked(beginAttempt).mockResolvedValue(null)
  await runCallJob(job, signal)
  vi.mocked(readCall).mockResolvedValue(null)
  await runCallJob(job, signal)
  expect(make).not.toHaveBeenCalled()
  expect(settleAttempt).not.toHaveBeenCalled()
})

test('an interrupted POST fails as unknown, unless the connector allows to repeat it', async () => {
  const make = vi.fn()
  vi.mocked(beginAttempt).mockResolvedValue({ ...begun, state: 'interrupted' })
  vi.mocked(readyCall).mockResolvedValue({ repetition: 'unsafe', make })
  await runCallJob(job, signal)
  vi.mocked(readyCall).mockResolvedValue({ repetition: 'idempotent', make })
  await runCallJob(job, signal)
  expect(make).not.toHaveBeenCalled()
  expect(vi.mocked(settleAttempt).mock.calls.map(([{ status, error }]) => [status, error?.code])).toEqual([
    ['failed', 'resultUnknown'],
    ['pending', undefined],
  ])
})

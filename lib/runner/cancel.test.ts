import { expect, it, vi } from 'vitest'
import { cancelExecution } from './cancel'
import { StaleExecutionError } from './journal'

const drive = vi.hoisted(() => vi.fn())
vi.mock('./journal-read', () => ({
  getExecutionRow: async () => ({ status: 'waiting', stateSealed: new Uint8Array(1) }),
}))
vi.mock('./stored-state', () => ({ openState: async () => ({ pins: {} }) }))
vi.mock('./plans', () => ({ planOf: async () => ({ plan: {} }) }))
vi.mock('./live-execution', () => ({
  findDriven: () => null,
  LiveExecution: class {
    drive = drive
  },
}))

it('says so when an execution moves on each time that it is to be cancelled', async () => {
  drive.mockRejectedValue(new StaleExecutionError('It has moved on.'))
  await expect(cancelExecution('p', 'e', 'Cancelled by Ann.')).rejects.toMatchObject({ code: 'executionMoving' })
  expect(drive).toHaveBeenCalledTimes(3)
})

it('tries again when an execution has moved on meanwhile', async () => {
  drive.mockReset().mockRejectedValueOnce(new StaleExecutionError('It has moved on.')).mockResolvedValueOnce(undefined)
  await cancelExecution('p', 'e', 'Cancelled by Ann.')
  expect(drive).toHaveBeenCalledTimes(2)
})

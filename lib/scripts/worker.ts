import { parentPort } from 'node:worker_threads'
import type { WorkerJob, WorkerReport } from './protocol.ts'
import { runInSandbox } from './sandbox.ts'

// A thread that runs scripts, one at a time. It has no environment and is told nothing but the script's own input.

// Local times are those of UTC wherever Patchbay runs: the interpreter asks its host for the offset.
Date.prototype.getTimezoneOffset = () => 0

const report = (message: WorkerReport) => parentPort?.postMessage(message)
parentPort?.on('message', async ({ id, input }: WorkerJob) => {
  const outcome = await runInSandbox(input, (line) => report({ type: 'line', id, line }))
  report({ type: 'done', id, outcome })
})
report({ type: 'ready' })

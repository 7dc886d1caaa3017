import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ScriptLine } from '../language/outcome'
import { scriptErrors } from './errors'
import { SCRIPT_LIMITS } from './limits'
import type { ScriptInput, ScriptOutcome, WorkerJob, WorkerReport } from './protocol'

/** Threads at once; a script that uses its whole time must not hold up all others. */
const MOST_WORKERS = Math.min(4, Math.max(2, availableParallelism()))
/** How long a script waits for its turn. */
const LONGEST_WAIT_MS = 10_000
const MOST_WAITING = 1_000
/**
 * The sandbox ends a script by itself. A thread that is silent for this long after it took one is ended instead: only
 * the clock of the wall can tell, so a busy machine gets its time.
 */
const GRACE_MS = 3_000
/** How long a new thread takes at most until it can run scripts: it loads the interpreter. */
const LONGEST_START_MS = 10_000
const KEPT_IDLE_MS = 30_000

interface Waiting {
  input: ScriptInput
  finish: (outcome: ScriptOutcome) => void
  timer: NodeJS.Timeout
}

interface Thread {
  worker: Worker
  /** It has loaded the interpreter. */
  ready: boolean
  /** What it runs now. */
  job: Job | null
  idleTimer: NodeJS.Timeout | null
}

interface Job {
  id: number
  since: number
  lines: ScriptLine[]
  timer: NodeJS.Timeout
  finish: (outcome: ScriptOutcome) => void
}

const threads = new Set<Thread>()
const waiting: Waiting[] = []
let lastId = 0

/**
 * Runs a script in a thread of its own among a few, so that no execution waits for another's script.
 * @param signal ends the script; its outcome is then the failure `cancelled`
 */
export async function runScript(input: ScriptInput, signal: AbortSignal): Promise<ScriptOutcome> {
  if (signal.aborted) return failed(scriptErrors.cancelled())
  if (waiting.length >= MOST_WAITING) return failed(scriptErrors.busy())
  return await new Promise<ScriptOutcome>((resolve) => {
    const leave = () => {
      const thread = [...threads].find(({ job }) => job?.finish === finish)
      if (thread) end(thread, scriptErrors.cancelled())
      else drop(entry, scriptErrors.cancelled())
    }
    const finish = (outcome: ScriptOutcome) => {
      signal.removeEventListener('abort', leave)
      resolve(outcome)
    }
    const entry: Waiting = {
      input,
      finish,
      timer: setTimeout(() => drop(entry, scriptErrors.busy()), LONGEST_WAIT_MS),
    }
    signal.addEventListener('abort', leave, { once: true })
    waiting.push(entry)
    serve()
  })
}

function serve(): void {
  while (waiting.length > 0) {
    const thread = [...threads].find(({ job }) => job === null) ?? (threads.size < MOST_WORKERS ? open() : null)
    const next = thread && waiting.shift()
    if (!thread || !next) return
    clearTimeout(next.timer)
    begin(thread, next)
  }
}

function open(): Thread {
  // In the bundle the worker is a file of its own; otherwise Node reads the source.
  const file = import.meta.url.endsWith('.ts') ? './worker.ts' : './script-worker.js'
  const worker = new Worker(new URL(file, import.meta.url), {
    env: {},
    execArgv: [],
    // A small stack, because the interpreter looks for circles in what it writes as JSON in the square of its depth.
    resourceLimits: { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16, stackSizeMb: 1 },
  })
  const thread: Thread = { worker, ready: false, job: null, idleTimer: null }
  worker.unref()
  worker.on('message', (report: WorkerReport) => hear(thread, report))
  // An exit follows.
  worker.on('error', () => {})
  worker.on('exit', () => forget(thread, scriptErrors.crashed()))
  threads.add(thread)
  return thread
}

function begin(thread: Thread, { input, finish }: Waiting): void {
  if (thread.idleTimer) clearTimeout(thread.idleTimer)
  lastId += 1
  const timer = thread.ready
    ? endAfterGrace(thread)
    : setTimeout(() => end(thread, scriptErrors.crashed()), LONGEST_START_MS)
  thread.job = { id: lastId, since: performance.now(), lines: [], timer, finish }
  const job: WorkerJob = { id: lastId, input }
  thread.worker.postMessage(job)
}

function endAfterGrace(thread: Thread): NodeJS.Timeout {
  return setTimeout(() => end(thread, scriptErrors.timeout(SCRIPT_LIMITS.cpuMs)), GRACE_MS)
}

function hear(thread: Thread, report: WorkerReport): void {
  const { job } = thread
  if (report.type === 'ready') {
    thread.ready = true
    if (!job) return
    // What it took to get here is not the script's.
    clearTimeout(job.timer)
    job.timer = endAfterGrace(thread)
    return
  }
  if (!job || report.id !== job.id) return
  if (report.type === 'line') {
    if (job.lines.length < SCRIPT_LIMITS.consoleLines) job.lines.push(report.line)
    return
  }
  clearTimeout(job.timer)
  thread.job = null
  job.finish(report.outcome)
  thread.idleTimer = setTimeout(() => end(thread, scriptErrors.crashed()), KEPT_IDLE_MS)
  thread.idleTimer.unref()
  serve()
}

/** Ends a thread with whatever it runs. */
function end(thread: Thread, failure: Failure): void {
  forget(thread, failure)
  void thread.worker.terminate()
}

type Failure = NonNullable<ScriptOutcome['failure']>

function forget(thread: Thread, failure: Failure): void {
  if (!threads.delete(thread)) return
  if (thread.idleTimer) clearTimeout(thread.idleTimer)
  const { job } = thread
  if (job) {
    clearTimeout(job.timer)
    job.finish(failed(failure, job.lines, Math.round(performance.now() - job.since)))
  }
  serve()
}

function drop(entry: Waiting, failure: Failure): void {
  const at = waiting.indexOf(entry)
  if (at >= 0) waiting.splice(at, 1)
  clearTimeout(entry.timer)
  entry.finish(failed(failure))
}

function failed(failure: Failure, console: ScriptLine[] = [], durationMs = 0): ScriptOutcome {
  return { result: null, overrides: {}, failure, console, consoleCut: false, durationMs }
}

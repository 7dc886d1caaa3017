import type { Job, PgBoss } from 'pg-boss'
import { stopSignal } from '@/lib/lifecycle'
import { log } from '@/lib/log'
import { type QueueName, queues } from './queues'
import { onWake } from './wake'

const LOOK_EVERY_MS = 1_000
/** Jobs that are taken at a time. Small, because all of them may be of one group. */
const LARGEST_BATCH = 10
/** After the abort: for writing down what came of it. */
const LAST_WORDS_MS = 2_000

/**
 * Takes jobs from a queue as long as there is room, each by itself: a slow call holds up no other, as one in a batch of
 * pg-boss's own worker would. A job whose handler throws goes back to the queue.
 */
export class Pump<Data extends object> {
  readonly #running = new Map<string, { job: Job<Data>; done: Promise<void> }>()
  readonly #abort = new AbortController()
  #looking: Promise<void> | null = null
  #again = false
  #stopped = false
  #timers: NodeJS.Timeout[] = []
  #endWake: () => void = () => {}

  constructor(
    readonly boss: PgBoss,
    readonly queue: QueueName,
    readonly handle: (data: Data, signal: AbortSignal) => Promise<void>,
    readonly atOnce: number,
    /** Of one group, which is a project: none more are taken once so many are under way; a last batch may exceed it. */
    readonly perGroup = atOnce,
  ) {}

  start(): void {
    const look = () => this.#look()
    this.#endWake = onWake(look)
    this.#timers = [
      setInterval(look, LOOK_EVERY_MS),
      setInterval(() => void this.#beat(), (queues[this.queue].heartbeatSeconds * 1_000) / 3),
    ]
    look()
  }

  /** Takes no new job, waits for those under way, then aborts them: their handlers write down how far they came. */
  async stop(drainMs: number): Promise<void> {
    const [look] = this.#timers
    clearInterval(look)
    this.#endWake()
    this.#stopped = true
    await this.#looking
    await this.#settled(drainMs)
    this.#abort.abort(new Error('Patchbay is stopping.'))
    await this.#settled(LAST_WORDS_MS)
    for (const timer of this.#timers) clearInterval(timer)
  }

  get #stopping(): boolean {
    return this.#stopped || stopSignal().aborted
  }

  #look(): void {
    if (this.#looking) {
      this.#again = true
      return
    }
    this.#looking = this.#take()
      .catch((error) => log.warn({ err: error, queue: this.queue }, 'jobs could not be fetched'))
      .finally(() => {
        this.#looking = null
        if (!this.#again) return
        this.#again = false
        this.#look()
      })
  }

  async #take(): Promise<void> {
    const room = this.atOnce - this.#running.size
    if (this.#stopping || room <= 0) return
    const batchSize = Math.min(room, LARGEST_BATCH)
    const jobs = await this.boss.fetch<Data>(this.queue, { batchSize, ignoreGroups: this.#fullGroups() })
    // There may be more.
    if (jobs.length === batchSize) this.#again = true
    for (const job of jobs) {
      const done = this.#run(job).finally(() => {
        this.#running.delete(job.id)
        if (!this.#stopping) this.#look()
      })
      this.#running.set(job.id, { job, done })
    }
  }

  #fullGroups(): string[] {
    const counts = new Map<string, number>()
    for (const { job } of this.#running.values()) {
      if (job.groupId) counts.set(job.groupId, (counts.get(job.groupId) ?? 0) + 1)
    }
    return [...counts].filter(([, count]) => count >= this.perGroup).map(([group]) => group)
  }

  async #run(job: Job<Data>): Promise<void> {
    try {
      await this.handle(job.data, this.#abort.signal)
      await this.boss.complete(this.queue, job)
    } catch (error) {
      log.warn({ err: error, queue: this.queue, jobId: job.id }, 'a job goes back to its queue')
      // When this fails too, the job comes back as soon as its sign of life is missed.
      await this.boss.fail(this.queue, job).catch(() => {})
    }
  }

  async #beat(): Promise<void> {
    const jobs = [...this.#running.values()].map(({ job }) => job)
    if (jobs.length > 0) await this.boss.touch(this.queue, jobs).catch(() => {})
  }

  async #settled(withinMs: number): Promise<void> {
    const all = Promise.all([...this.#running.values()].map(({ done }) => done))
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, withinMs))])
  }
}

import autocannon from 'autocannon'
import { percentile } from './statistics'

export const CALLERS = 16

export interface Load {
  url: string
  headers: Record<string, string>
  /** What the callers send, each one of these every time. */
  bodies: readonly [string, ...string[]]
  /** What every answer holds; absent: what the flow of the bench gives. */
  answer?: string
}

export interface Measured {
  count: number
  perSecond: number
  p50Ms: number
  p99Ms: number
}

/**
 * Calls from 16 callers, each sending its next call when the last is answered.
 * @param until so many seconds, or so many calls
 * @param onAnswer told after each answer how many there were
 * @throws Error when an answer is not what it should be
 */
export async function applyLoad(
  { url, headers, bodies, answer = '"plan":"pro"' }: Load,
  until: { seconds: number } | { calls: number },
  onAnswer?: (count: number) => void,
): Promise<Measured> {
  const times: number[] = []
  let callers = 0
  const result = await new Promise<autocannon.Result>((done, fail) => {
    const run = autocannon(
      {
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: bodies[0],
        connections: CALLERS,
        setupClient(client) {
          client.setBody(bodies[callers % bodies.length])
          callers += 1
        },
        verifyBody: (text) => String(text).includes(answer),
        ...('seconds' in until ? { duration: until.seconds } : { amount: until.calls }),
      },
      (error, finished) => (error ? fail(error) : done(finished)),
    )
    run.on('response', (_client, _status, _bytes, ms) => {
      times.push(ms)
      onAnswer?.(times.length)
    })
  })
  const wrong = result.errors + result.timeouts + result.non2xx + (result.mismatches ?? 0)
  if (wrong > 0) throw new Error(`${wrong} of ${times.length} calls to ${url} were not answered as they should be.`)
  const seconds = (result.finish.getTime() - result.start.getTime()) / 1000
  return {
    count: times.length,
    perSecond: times.length / seconds,
    p50Ms: percentile(times, 50),
    p99Ms: percentile(times, 99),
  }
}

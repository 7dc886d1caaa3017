const BEAT_MS = 5
const LONGEST_BEAT_MS = 20

/**
 * Measures milliseconds of this process's own: of waiting, which it notices by a beat, or of work. Between two beats that
 * lie far apart it had no turn, because the machine was busy with others: that is not the fault of whoever is measured.
 * Waiting for a timer counts whole, and so does work that lets no beat through.
 * @returns ends the measuring and tells
 */
export function measureOwnTime(): () => number {
  const before = process.cpuUsage()
  let last = performance.now()
  let waited = 0
  const beat = () => {
    const now = performance.now()
    waited += Math.min(now - last, LONGEST_BEAT_MS)
    last = now
  }
  const timer = setInterval(beat, BEAT_MS)
  return () => {
    beat()
    clearInterval(timer)
    const { user, system } = process.cpuUsage(before)
    return Math.max(waited, (user + system) / 1_000)
  }
}

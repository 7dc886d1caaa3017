/** Milliseconds as a person reads them: 34 ms, 1.2 s, 2 m 05 s, 3 h 02 m. */
export function formatDuration(ms: number): string {
  if (ms < 1) return ms <= 0 ? '0 ms' : '<1 ms'
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 59.95) return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`
  const minutes = Math.round(seconds / 60)
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`
}

/** Time since the start of the execution: +0 ms, +1.2 s. */
export function formatOffset(startedAt: string, at: string): string {
  const ms = Date.parse(at) - Date.parse(startedAt)
  return Number.isFinite(ms) ? `+${formatDuration(Math.max(0, ms))}` : ''
}

/** To the millisecond, in the clock of whoever reads it: exchanges of one call lie that near together. */
export function formatClock(iso: string): string {
  // Fractions that are asked for alone would be all that is told.
  const digits = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const
  return new Date(iso).toLocaleTimeString('en-GB', { hour12: false, ...digits })
}

/** What is said of a body of which only the first `kept` bytes are there; `whole` is null when it is not known. */
export function describeCut(kept: number, whole: number | null): string {
  const part = `Only the first ${formatBytes(kept)} are kept`
  return whole === null ? `${part}.` : `${part}: the whole body had ${formatBytes(whole)}.`
}

/** Bytes with the unit a person would choose. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${trim(bytes / 1024)} KB`
  return `${trim(bytes / (1024 * 1024))} MB`
}

export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}

function trim(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1).replace(/\.0$/, '')
}

function pad(value: number): string {
  return String(value).padStart(2, '0')
}

/** What a scriptlet may use. Client-safe: the form and the docs say it too. */
export const SCRIPT_LIMITS = {
  /** Time of the processor, not of the clock: a busy machine does not fail a script. */
  cpuMs: 250,
  memoryBytes: 32 * 1024 * 1024,
  /** Of the result and of the overrides, each as JSON text. */
  resultLength: 256 * 1024,
  resultDepth: 50,
  consoleLines: 100,
  /** Of one line. */
  consoleLineLength: 2_000,
} as const

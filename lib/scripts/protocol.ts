import type { Json, JsonObject } from '../language/json'
import type { ScriptLine } from '../language/outcome'

/** What a scriptlet is given. */
export interface ScriptInput {
  code: string
  args: JsonObject
  /** `form.*` as it is; never a secret field. */
  form: JsonObject
}

/** What came of it. */
export interface ScriptOutcome {
  /** What it returned; null when it failed. */
  result: Json
  /** Fields of `form` that it has changed, by name; a removed one is null. */
  overrides: JsonObject
  failure: { code: string; message: string } | null
  console: ScriptLine[]
  /** More was written than is kept. */
  consoleCut: boolean
  /** Of the clock, in the sandbox. */
  durationMs: number
}

/** From the pool to a worker. */
export interface WorkerJob {
  id: number
  input: ScriptInput
}

/** From a worker to the pool. Lines come as they are written: those of a worker that has to be ended are not lost. */
export type WorkerReport =
  | { type: 'ready' }
  | { type: 'line'; id: number; line: ScriptLine }
  | { type: 'done'; id: number; outcome: ScriptOutcome }

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import release from '@jitl/quickjs-wasmfile-release-sync'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
} from 'quickjs-emscripten-core'
import type { ScriptLine } from '../language/outcome.ts'
import { scriptErrors } from './errors.ts'
import { SCRIPT_LIMITS } from './limits.ts'
import { PRELUDE } from './prelude.ts'
import type { ScriptInput, ScriptOutcome } from './protocol.ts'
import { readAnswer } from './read-answer.ts'

// Runs in a worker, which Node loads as it is written here: imports name their files.

/** Compiled once; each script gets an instance with a memory of its own, which goes with it. */
const wasmModule = new WebAssembly.Module(
  readFileSync(createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
)
const PAGE_BYTES = 64 * 1024
/** What a script may have lies within; the interpreter itself needs some, too. */
const MEMORY_PAGES = { initial: 256, maximum: (4 * SCRIPT_LIMITS.memoryBytes) / PAGE_BYTES }
const STACK_BYTES = 256 * 1024
/** Short jobs in a row are not interrupted by themselves. */
const JOBS_AT_ONCE = 100

/**
 * Runs a script to its end or to a limit. Never throws: what goes wrong is the outcome's failure.
 * @param onLine each console line as it is written, as far as they are kept
 */
export async function runInSandbox(input: ScriptInput, onLine: (line: ScriptLine) => void): Promise<ScriptOutcome> {
  const began = performance.now()
  const lines: ScriptLine[] = []
  let consoleCut = false
  const log = (level: string, text: string) => {
    if (lines.length >= SCRIPT_LIMITS.consoleLines) {
      consoleCut = true
      return
    }
    const line = { level: toLevel(level), text: text.slice(0, SCRIPT_LIMITS.consoleLineLength) }
    if (line.text.length < text.length) consoleCut = true
    lines.push(line)
    onLine(line)
  }
  const answer = await evaluate(input, log)
  const failed = 'code' in answer ? answer : null
  return {
    result: 'code' in answer ? null : answer.result,
    overrides: 'code' in answer ? {} : answer.overrides,
    failure: failed && { code: failed.code, message: failed.message },
    console: lines,
    consoleCut,
    durationMs: Math.round(performance.now() - began),
  }
}

type Failed = NonNullable<ScriptOutcome['failure']>
type Answer = Failed | Pick<ScriptOutcome, 'result' | 'overrides'>

async function evaluate(input: ScriptInput, log: (level: string, text: string) => void): Promise<Answer> {
  const clock = startClock()
  try {
    const variant = newVariant(release, { wasmModule, wasmMemory: new WebAssembly.Memory(MEMORY_PAGES) })
    const runtime = (await newQuickJSWASMModuleFromVariant(variant)).newRuntime()
    runtime.setMemoryLimit(SCRIPT_LIMITS.memoryBytes)
    runtime.setMaxStackSize(STACK_BYTES)
    const vm = runtime.newContext()
    clock.restart()
    runtime.setInterruptHandler(() => clock.isOver())
    const failed = (error: QuickJSHandle, reading: boolean) =>
      clock.wasOver() ? timeout() : readFailure(vm, error, reading)
    const called = start(vm, input, log)
    // Nothing of the script has run yet: it could not be read.
    if (called.error) return failed(called.error, true)
    const state = settle(runtime, vm, called.value, () => clock.isOver())
    if (clock.wasOver()) return timeout()
    if (state.type === 'rejected') return failed(state.error, false)
    if (state.type === 'pending') return scriptErrors.neverSettles()
    return readAnswer(vm.getString(state.value))
  } catch (error) {
    // The interpreter used up the stack of its host, or the memory of its instance, which is not used again.
    if (clock.wasOver()) return timeout()
    return error instanceof RangeError ? scriptErrors.stack() : memory()
  }
}

function start(vm: QuickJSContext, { code, args, form }: ScriptInput, log: (level: string, text: string) => void) {
  const prelude = vm.unwrapResult(vm.evalCode(PRELUDE, 'prelude.js'))
  const write = vm.newFunction('log', (level, text) => log(vm.getString(level), vm.getString(text)))
  const texts = [code, JSON.stringify(args), JSON.stringify(form)].map((text) => vm.newString(text))
  return vm.callFunction(prelude, vm.undefined, write, ...texts)
}

function settle(runtime: QuickJSRuntime, vm: QuickJSContext, promise: QuickJSHandle, isOver: () => boolean) {
  while (runtime.hasPendingJob() && !isOver()) {
    const done = runtime.executePendingJobs(JOBS_AT_ONCE)
    // What a job throws is its promise's; only a limit comes out here, and the next look at the state tells of it.
    if (done.error) break
  }
  return vm.getPromiseState(promise)
}

/** The processor's time of this thread, which does nothing else meanwhile. */
function startClock() {
  let from = process.threadCpuUsage()
  let over = false
  return {
    restart: () => {
      from = process.threadCpuUsage()
    },
    isOver: () => {
      const { user, system } = process.threadCpuUsage(from)
      over ||= user + system > SCRIPT_LIMITS.cpuMs * 1000
      return over
    },
    wasOver: () => over,
  }
}

const timeout = () => scriptErrors.timeout(SCRIPT_LIMITS.cpuMs)
const memory = () => scriptErrors.memory(SCRIPT_LIMITS.memoryBytes / (1024 * 1024))
const MOST_SHOWN = 500

function readFailure(vm: QuickJSContext, error: QuickJSHandle, reading: boolean): Failed {
  const isObject = vm.typeof(error) === 'object'
  const name = isObject ? readText(vm, error, 'name') : null
  const message = isObject ? readText(vm, error, 'message') : null
  if (name === 'InternalError' && message === 'out of memory') return memory()
  if (name === 'InternalError' && message === 'stack overflow') return scriptErrors.stack()
  const place = readLine(isObject ? readText(vm, error, 'stack') : null)
  if (message === null) return scriptErrors.thrown(`${show(vm, error)}${place}.`)
  if (reading) return scriptErrors.syntax(`${message}${place}`)
  if (name === 'TypeError' && /circular reference/.test(message))
    return scriptErrors.notJson('What the script gives back refers to itself.')
  if (name === 'TypeError' && /BigInt.*(JSON|serial)|bigint/i.test(message))
    return scriptErrors.notJson('What the script gives back holds a BigInt.')
  return scriptErrors.thrown(`${name ?? 'Error'}: ${message}${place}`)
}

function readText(vm: QuickJSContext, object: QuickJSHandle, key: string): string | null {
  try {
    const value = vm.getProp(object, key)
    return vm.typeof(value) === 'string' ? vm.getString(value).slice(0, MOST_SHOWN) : null
  } catch {
    return null
  }
}

function show(vm: QuickJSContext, value: QuickJSHandle): string {
  try {
    const text = JSON.stringify(vm.dump(value)) ?? String(vm.dump(value))
    return text.slice(0, MOST_SHOWN)
  } catch {
    return 'a value that cannot be shown'
  }
}

/** The script is the body of a function, two lines below where its source begins. */
function readLine(stack: string | null): string {
  const line = /<input>:(\d+)/.exec(stack ?? '')?.[1]
  return line === undefined || Number(line) <= 2 ? '' : ` (line ${Number(line) - 2})`
}

function toLevel(level: string): ScriptLine['level'] {
  return level === 'info' || level === 'warn' || level === 'error' ? level : 'log'
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../language/json'
import { SCRIPT_LIMITS } from './limits'
import { runScript } from './pool'

const never = new AbortController().signal
const run = (code: string, args: JsonObject = {}, form: JsonObject = {}, signal: AbortSignal = never) =>
  runScript({ code, args, form }, signal)
const codeOf = async (code: string) => (await run(code)).failure?.code ?? null

describe('a script', () => {
  it('returns JSON made of its arguments', async () => {
    const { result, failure } = await run('return { sum: args.a + args.b, list: args.list.map((n) => n * 2) }', {
      a: 1,
      b: 2,
      list: [1, 2],
    })
    expect(failure).toBeNull()
    expect(result).toEqual({ sum: 3, list: [2, 4] })
  })

  it('may await what settles by itself, and returns null when it returns nothing', async () => {
    expect((await run('const x = await Promise.resolve(2); return x + 1')).result).toBe(3)
    expect(await run('const x = 1')).toMatchObject({ result: null, failure: null })
  })

  it('replaces fields of form by assigning them, and only those that it changed', async () => {
    const { overrides } = await run(
      'form.email = form.email.toLowerCase(); form.plan = { id: 1 }; delete form.note; form.list.push(3)',
      {},
      { email: 'A@B.C', name: 'Ann', note: 'x', list: [1] },
    )
    expect(overrides).toEqual({ email: 'a@b.c', plan: { id: 1 }, note: null, list: [1, 3] })
  })

  it('tells what it wrote to its console, bounded', async () => {
    const { console, consoleCut } = await run("console.log('a', { b: 1 }, 2); console.error(new Error('no')); return 1")
    expect(console).toEqual([
      { level: 'log', text: 'a {"b":1} 2' },
      { level: 'error', text: 'Error: no' },
    ])
    expect(consoleCut).toBe(false)
    const flood = await run("for (let i = 0; i < 1000; i++) console.log('x'.repeat(10000))")
    expect(flood.console).toHaveLength(SCRIPT_LIMITS.consoleLines)
    expect(flood.console[0]?.text).toHaveLength(SCRIPT_LIMITS.consoleLineLength)
    expect(flood.consoleCut).toBe(true)
  })

  it('has no clock, randomness, network or process, by no way', async () => {
    for (const code of [
      'return Date.now()',
      'return new Date()',
      'return Date()',
      'return new (new Date(0).constructor)()',
      'return Object.getPrototypeOf(Date).now()',
      'return new (class extends Date {})()',
      'return Math.random()',
      'return fetch("http://127.0.0.1")',
      'return process.env',
      'return require("fs")',
      'return performance.now()',
      'return setTimeout(() => {}, 0)',
      'return Atomics.wait',
    ])
      expect.soft(await codeOf(code), code).toBe('thrown')
    expect((await run('return (await import("fs")).readFileSync')).failure).not.toBeNull()
    expect((await run('return typeof globalThis.constructor.constructor("return this")().process')).result).toBe(
      'undefined',
    )
  })

  it('knows dates that it is given, in UTC wherever it runs', async () => {
    expect((await run('return new Date(args.at).toISOString()', { at: '2026-01-02T03:04:05Z' })).result).toBe(
      '2026-01-02T03:04:05.000Z',
    )
    expect(
      (await run('return [new Date(2026, 6, 1).getTime() - Date.UTC(2026, 6, 1), new Date(0) instanceof Date]')).result,
    ).toEqual([0, true])
  })

  it('tells what it threw, and in which line', async () => {
    expect((await run("const a = 1\n\nthrow new Error('no plan')")).failure).toEqual({
      code: 'thrown',
      message: 'The script threw Error: no plan (line 3)',
    })
    expect((await run('throw { code: 7 }')).failure?.message).toBe('The script threw {"code":7}.')
    expect((await run('throw null')).failure?.message).toBe('The script threw null.')
    expect((await run('const a = 1\nconst = 1')).failure).toMatchObject({
      code: 'syntax',
      message: expect.stringContaining('line 2'),
    })
  })
})

describe('a script that goes too far', () => {
  it.each([
    ['an endless loop', 'while (true) {}', 'timeout'],
    ['an endless loop that catches', 'while (true) { try { while (true) {} } catch {} }', 'timeout'],
    ['an endless chain of promises', 'const f = () => Promise.resolve().then(f); await f()', 'timeout'],
    ['code that leaves its function', '}); while (true) {} ({', 'timeout'],
    ['a catastrophic regular expression', "/^(a+)+$/.test('a'.repeat(60) + 'b')", 'timeout'],
    ['a getter that never ends', 'return { get a() { while (true) {} } }', 'timeout'],
    ['growing without end', 'const a = []; while (true) a.push(new Array(10000).fill(1))', 'memory'],
    ['one huge allocation', "return 'a'.repeat(2 ** 29).length", 'memory'],
    ['a huge typed array', 'return new Uint8Array(2 ** 30).length', 'memory'],
    ['deep recursion', 'const f = () => f() + 1; return f()', 'stack'],
    ['deep nesting of data', 'let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a', 'stack'],
    ['deep nesting of text', "return JSON.parse('['.repeat(1e5))", 'stack'],
    ['deep nesting of code', "return eval('('.repeat(1e5))", 'stack'],
    ['a promise that never settles', 'await new Promise(() => {})', 'neverSettles'],
    ['a function as the result', 'return () => 1', 'notJson'],
    ['a symbol as the result', "return Symbol('a')", 'notJson'],
    ['a BigInt as the result', 'return { a: 1n }', 'notJson'],
    ['a result that refers to itself', 'const a = {}; a.a = a; return a', 'notJson'],
    ['a result that nests too deeply', 'let a = 1; for (let i = 0; i < 60; i++) a = [a]; return a', 'notJson'],
    ['a result that is too large', "return 'a'.repeat(300 * 1024)", 'tooLarge'],
    ['a field that is no name', "form['a.b'] = 1", 'overrides'],
    [
      'the prototype as a field',
      "Object.defineProperty(form, '__proto__', { value: 1, enumerable: true })",
      'overrides',
    ],
    ['a changed JSON', "JSON.stringify = () => '{'; JSON.parse = () => 1; return () => 1", 'notJson'],
  ])('%s fails with its own code', async (_name, code, expected) => {
    expect(await codeOf(code)).toBe(expected)
  })

  it('leaves the others alone: they go on beside it and after it', async () => {
    const endless = Array.from({ length: 4 }, () => run('while (true) {}'))
    const beside = await Promise.all([run('return 1'), run('return 2')])
    expect(beside.map(({ result }) => result)).toEqual([1, 2])
    expect((await Promise.all(endless)).map(({ failure }) => failure?.code)).toEqual(Array(4).fill('timeout'))
    await run('Object.prototype.leak = 1; globalThis.leak = 1; Array.prototype.push = null')
    const after = await Promise.all(Array.from({ length: 8 }, () => run('return [typeof leak, typeof ({}).leak]')))
    expect(after.every(({ result }) => JSON.stringify(result) === '["undefined","undefined"]')).toBe(true)
  })

  it('is ended when its execution is cancelled, also while it waits for its turn', async () => {
    const controller = new AbortController()
    const running = Array.from({ length: 6 }, () => run('while (true) {}', {}, {}, controller.signal))
    controller.abort()
    expect((await Promise.all(running)).map(({ failure }) => failure?.code)).toEqual(Array(6).fill('cancelled'))
    expect((await run('return 1')).result).toBe(1)
  })

  it('does not block this thread', async () => {
    const before = process.threadCpuUsage()
    expect((await run('while (true) {}')).failure?.code).toBe('timeout')
    const { user, system } = process.threadCpuUsage(before)
    // The processor's time: that of the clock passes here, too, while a busy machine runs others.
    expect(user + system).toBeLessThan((SCRIPT_LIMITS.cpuMs * 1_000) / 2)
  })
})

describe('whatever a script returns', () => {
  it('is the JSON that it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (value) => {
        const json: Json = JSON.parse(JSON.stringify(value))
        const { result, failure } = await run('return args.value', { value: json })
        expect(failure).toBeNull()
        expect(result).toEqual(json)
      }),
      { numRuns: 100 },
    )
  })

  it('is JSON or a clear failure, for any source', async () => {
    const pieces = [
      'return ',
      '{',
      '}',
      '(',
      ')',
      '[',
      ']',
      'args',
      'form',
      '.a',
      ' = ',
      '1',
      "'x'",
      '=>',
      'new ',
      'Map',
      'Symbol()',
      'async ',
      'await ',
      'throw ',
      'Proxy',
      ';',
      '\n',
      'null',
      '...',
      '`',
      '/x/g',
      '1n',
      'this',
      'Date',
      'function ',
      ',',
    ]
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
        ),
        async (code) => {
          const { result, overrides, failure } = await run(code, { a: 1 }, { a: 1 })
          expect(JSON.parse(JSON.stringify({ result, overrides }))).toEqual({ result, overrides })
          // What was thrown may be as short as `1n`, but never nothing.
          if (failure) expect(failure.message).toMatch(/\S \S+ \S+ \S/)
        },
      ),
      { numRuns: 200 },
    )
  })
})

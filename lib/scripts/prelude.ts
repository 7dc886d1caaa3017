/**
 * What runs in the sandbox before a script, and starts it. It takes away what would make two runs differ (clock and
 * randomness), and keeps the built-ins that it needs itself out of the script's reach.
 */
export const PRELUDE = `(function (log, source, argsJson, formJson) {
  'use strict'
  const { parse, stringify } = JSON
  const { keys, create, defineProperty } = Object
  const { apply, construct } = Reflect
  const RealDate = Date
  const { slice } = String.prototype
  const { push } = Array.prototype
  const AsyncFunction = (async () => {}).constructor
  const forbid = (what) => { throw new Error('There is no ' + what + ' in a scriptlet. Give the value as an argument.') }

  // Reachable by no other way than this one: its prototype names it as the constructor too.
  function PlainDate(...given) {
    if (new.target === undefined || given.length === 0) forbid('clock')
    return construct(RealDate, given, new.target)
  }
  PlainDate.prototype = RealDate.prototype
  defineProperty(RealDate.prototype, 'constructor', { value: PlainDate, writable: true, configurable: true })
  for (const [name, value] of [['UTC', RealDate.UTC], ['parse', RealDate.parse], ['now', () => forbid('clock')]])
    defineProperty(PlainDate, name, { value, writable: true, configurable: true })
  defineProperty(PlainDate, 'name', { value: 'Date' })
  defineProperty(globalThis, 'Date', { value: PlainDate, writable: true, configurable: true })
  defineProperty(Math, 'random', { value: () => forbid('randomness'), writable: true, configurable: true })

  const show = (value) => {
    if (typeof value === 'string') return value
    if (value instanceof Error) return String(value.name) + ': ' + String(value.message)
    if (typeof value === 'function') return '[function]'
    if (typeof value === 'symbol' || typeof value === 'bigint' || value === undefined) return String(value)
    try { return stringify(value) } catch { return '[cannot be shown]' }
  }
  const write = (level) => (...values) => {
    let line = ''
    for (let at = 0; at < values.length; at += 1) line += (at === 0 ? '' : ' ') + show(values[at])
    log(level, apply(slice, line, [0, 4000]))
  }
  const console = create(null)
  for (const level of ['log', 'info', 'warn', 'error', 'debug']) console[level] = write(level === 'debug' ? 'log' : level)
  defineProperty(globalThis, 'console', { value: console, writable: true, configurable: true })

  const script = new AsyncFunction('args', 'form', source)
  const form = parse(formJson)
  const before = create(null)
  for (const key of keys(form)) before[key] = stringify(form[key])
  return script(parse(argsJson), form).then((result) => {
    const type = typeof result
    if (type === 'function' || type === 'symbol') return stringify({ notJson: 'The script returned a ' + type + '.' })
    const overrides = []
    const now = keys(form)
    for (let at = 0; at < now.length; at += 1) {
      const key = now[at]
      const text = stringify(form[key])
      if (text !== before[key]) apply(push, overrides, [[key, text === undefined ? 'null' : text]])
      delete before[key]
    }
    const gone = keys(before)
    for (let at = 0; at < gone.length; at += 1) apply(push, overrides, [[gone[at], 'null']])
    const text = stringify(result)
    return stringify({ result: text === undefined ? 'null' : text, overrides })
  })
})`

import { z } from 'zod'

/**
 * Makes zod tell in plain words what a wrong value should be, wherever a schema has no text of its own: in forms, flow
 * and connector files and the API's answers. The place is told beside the message, so the messages do not name it. Once
 * for a process or page; zod keeps it for all of its copies there.
 */
export function speakPlainly(): void {
  z.config({ customError: toMessage })
}

function toMessage(issue: z.core.$ZodRawIssue): string {
  const expected = toExpectation(issue)
  const missing = issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  return missing ? `This is missing. ${expected}` : expected
}

function toExpectation(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return expectType(issue.expected, issue.input)
    case 'invalid_value':
      return expectOneOf(issue.values)
    case 'invalid_union':
      if (Array.isArray(issue.options) && issue.options.length > 0) return expectOneOf(issue.options)
      return 'This has none of the forms that are possible here.'
    case 'unrecognized_keys':
      return `Not known here: ${issue.keys.join(', ')}. Remove it, or check its spelling.`
    case 'too_small':
      return expectSize(issue.origin, issue.minimum, sizes(issue, 'at least', 'more than'))
    case 'too_big':
      return expectSize(issue.origin, issue.maximum, sizes(issue, 'at most', 'less than'))
    case 'not_multiple_of':
      return `Give a multiple of ${issue.divisor}.`
    case 'invalid_format':
      return expectFormat(issue)
    case 'invalid_key':
      return 'This name cannot be used here.'
    case 'invalid_element':
    case 'custom':
      return 'This value cannot be used here. Check it.'
  }
}

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
  date: 'a date',
  null: 'null',
}

function expectType(expected: string, input: unknown): string {
  if (expected === 'never' || expected === 'undefined') return 'Nothing may be given here. Remove it.'
  const noun = nouns[expected]
  if (noun === undefined) return 'Give a value.'
  if (input === undefined) return `Give ${noun}.`
  // A number that is not whole, or none that JSON has: naming its type again would not help.
  const given = typeof input === 'number' ? (expected === 'int' ? null : 'a number') : nouns[typeName(input)]
  return given && given !== noun ? `Give ${noun}, not ${given}.` : `Give ${noun}.`
}

function typeName(input: unknown): string {
  if (input === null) return 'null'
  return Array.isArray(input) ? 'array' : typeof input
}

function expectOneOf(values: readonly unknown[]): string {
  const [only, ...others] = values.map((value) => (value === '' ? 'an empty text' : String(value)))
  return others.length === 0 ? `Use ${only}.` : `Use one of: ${[only, ...others].join(', ')}.`
}

function sizes(issue: { exact?: boolean; inclusive?: boolean }, inclusive: string, exclusive: string): string {
  if (issue.exact) return 'exactly'
  return issue.inclusive === false ? exclusive : inclusive
}

function expectSize(origin: string, limit: number | bigint, bound: string): string {
  const amount = limit.toLocaleString('en')
  const plural = Number(limit) === 1 ? '' : 's'
  if (origin === 'string') {
    return bound === 'at least' && plural === ''
      ? 'Give a text that is not empty.'
      : `Use ${bound} ${amount} character${plural}.`
  }
  if (origin === 'array' || origin === 'set') return `Give ${bound} ${amount} ${plural ? 'entries' : 'entry'}.`
  return `Use ${bound} ${amount}.`
}

const formats: Readonly<Record<string, string>> = {
  email: 'Enter an e-mail address, for example ana@example.com.',
  url: 'Enter an address that begins with https:// or http://.',
  uuid: 'Enter an id in the form of a UUID.',
  datetime: 'Enter a date and time, for example 2026-01-31T09:00:00Z.',
  date: 'Enter a date, for example 2026-01-31.',
  ipv4: 'Enter an IP address, for example 192.0.2.1.',
}

function expectFormat(issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidStringFormat>): string {
  const part = [issue.prefix, issue.suffix, issue.includes].find((each) => typeof each === 'string')
  if (issue.format === 'starts_with') return `Begin it with ${part}.`
  if (issue.format === 'ends_with') return `End it with ${part}.`
  if (issue.format === 'includes') return `It needs to contain ${part}.`
  return formats[issue.format] ?? 'This text does not have the form that is needed here. Check it.'
}

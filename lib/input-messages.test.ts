import { expect, it } from 'vitest'
import { z } from 'zod'

function tell(schema: z.ZodType, input: unknown): string | undefined {
  return schema.safeParse(input).error?.issues[0]?.message
}

it.each<[z.ZodType, unknown, string]>([
  [z.array(z.string()), undefined, 'This is missing. Give a list.'],
  [z.array(z.string()), { a: 1 }, 'Give a list, not an object.'],
  [z.strictObject({}), [], 'Give an object, not a list.'],
  [z.string(), null, 'Give a text, not null.'],
  [z.string(), 5, 'Give a text, not a number.'],
  [z.number(), 'x', 'Give a number, not a text.'],
  [z.number(), Number.NaN, 'Give a number.'],
  [z.int(), 1.5, 'Give a whole number.'],
  [z.boolean(), undefined, 'This is missing. Give true or false.'],
  [z.never(), 1, 'Nothing may be given here. Remove it.'],
  [z.enum(['a', 'b']), 'c', 'Use one of: a, b.'],
  [z.enum(['a', 'b']), undefined, 'This is missing. Use one of: a, b.'],
  [z.literal('a'), 'c', 'Use a.'],
  [z.literal(['', 'a']), 'c', 'Use one of: an empty text, a.'],
  [z.union([z.string(), z.number()]), {}, 'This has none of the forms that are possible here.'],
  [
    z.discriminatedUnion('type', [z.object({ type: z.literal('a') }), z.object({ type: z.literal('b') })]),
    { type: 'c' },
    'Use one of: a, b.',
  ],
  [z.strictObject({}), { a: 1, b: 2 }, 'Not known here: a, b. Remove it, or check its spelling.'],
  [z.string().min(1), '', 'Give a text that is not empty.'],
  [z.string().min(3), 'x', 'Use at least 3 characters.'],
  [z.string().max(1), 'xx', 'Use at most 1 character.'],
  [z.string().max(5_000), 'x'.repeat(5_001), 'Use at most 5,000 characters.'],
  [z.string().length(2), 'x', 'Use exactly 2 characters.'],
  [z.array(z.string()).max(1), ['a', 'b'], 'Give at most 1 entry.'],
  [z.array(z.string()).min(2), ['a'], 'Give at least 2 entries.'],
  [z.number().min(1), 0, 'Use at least 1.'],
  [z.number().lt(1), 1, 'Use less than 1.'],
  [z.number().multipleOf(5), 1, 'Give a multiple of 5.'],
  [z.email(), 'x', 'Enter an e-mail address, for example ana@example.com.'],
  [z.string().startsWith('ab'), 'x', 'Begin it with ab.'],
  [z.string().regex(/^a$/), 'x', 'This text does not have the form that is needed here. Check it.'],
  [z.string().refine(() => false), 'x', 'This value cannot be used here. Check it.'],
  [z.record(z.string().max(1), z.string()), { ab: 'x' }, 'This name cannot be used here.'],
  [z.string('Of its own.'), 1, 'Of its own.'],
])('tells in plain words what is wrong (%#)', (schema, input, message) => {
  expect(tell(schema, input)).toBe(message)
})

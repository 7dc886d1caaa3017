import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ATTRIBUTE_TYPES, type Attribute, type AttributeType } from './schema'
import { readAttributeValue, readAttributeValues } from './values'

const attribute = (type: AttributeType, options: string[] = []): Attribute => ({
  name: 'a',
  displayName: '',
  type,
  options,
})
const options = ['gold', 'silver', 'a, b']
const read = (type: AttributeType, given: unknown) => {
  const result = readAttributeValue(attribute(type, options), given)
  return result.ok ? result.value : `! ${result.message}`
}

describe('a custom attribute\u2019s value', () => {
  it('is read as its type says, also from text', () => {
    expect(read('text', 'x')).toBe('x')
    expect(read('text', 12)).toBe('12')
    expect(read('number', '12.5')).toBe(12.5)
    expect(read('boolean', 'Yes')).toBe(true)
    expect(read('boolean', 0)).toBe(false)
    expect(read('date', '2026-03-01')).toBe('2026-03-01')
    expect(read('date', '2026-03-01T12:30:00+02:00')).toBe('2026-03-01T10:30:00.000Z')
    expect(read('singleSelect', ' gold ')).toBe('gold')
    expect(read('multiSelect', ['silver', 'gold', 'gold'])).toEqual(['gold', 'silver'])
    expect(read('multiSelect', 'silver|gold')).toEqual(['gold', 'silver'])
    expect(read('multiSelect', 'a, b')).toEqual(['a, b'])
  })

  it('says what to give when it is not', () => {
    expect(read('text', {})).toBe('! Give text.')
    expect(read('number', 'twelve')).toMatch(/^! Give a number/)
    expect(read('number', Number.POSITIVE_INFINITY)).toMatch(/^! Give a number/)
    expect(read('boolean', 'perhaps')).toBe('! Give true or false.')
    expect(read('date', '2026-02-30')).toMatch(/^! Give a day/)
    expect(read('date', 1_700_000_000)).toMatch(/^! Give a day/)
    expect(read('singleSelect', 'bronze')).toBe('! Give one of: gold, silver, a, b.')
    expect(read('multiSelect', ['bronze'])).toMatch(/^! “bronze” is not one of/)
    expect(read('text', 'a\0b')).toMatch(/NUL/)
  })

  it('is none for null, nothing and empty text', () => {
    for (const type of ATTRIBUTE_TYPES) {
      for (const given of [null, undefined, '', ' ']) expect(read(type, given)).toBeNull()
    }
  })

  it('is read again as itself', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ATTRIBUTE_TYPES), fc.jsonValue(), (type, given) => {
        const first = readAttributeValue(attribute(type, options), given)
        if (!first.ok || first.value === null) return
        expect(readAttributeValue(attribute(type, options), first.value)).toEqual(first)
      }),
    )
  })
})

it('tells values, problems and unknown names apart', () => {
  expect(readAttributeValues([attribute('number')], { a: 'x', constructor: 1 })).toMatchObject({
    values: {},
    problems: { a: expect.stringContaining('number') },
    unknown: ['constructor'],
  })
})

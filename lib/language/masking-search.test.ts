import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TextIndex } from './masking-search'

// Few letters, so that texts overlap and nearly match; one that shares its low byte with an ASCII letter.
const few = fc.constantFrom('a', 'b', 'c', '\u0161')
const wanted = fc.array(fc.string({ unit: few, minLength: 1, maxLength: 24 }), { minLength: 1, maxLength: 8 })
const noise = fc.oneof(fc.string({ unit: few, maxLength: 20 }), fc.string({ maxLength: 20 }))

describe('a search for many texts', () => {
  it('finds what a look for each of them finds', () => {
    fc.assert(
      fc.property(
        wanted,
        fc.nat(10),
        fc.array(fc.oneof(noise, fc.nat()), { maxLength: 8 }),
        (texts, shortest, pieces) => {
          const items = [...new Set(texts)].filter((one) => one.length >= shortest).map((one) => ({ text: one }))
          const text = pieces.map((piece) => (typeof piece === 'string' ? piece : texts[piece % texts.length])).join('')
          const index = new TextIndex(items)
          const found: string[] = []
          index.search(text, (item, at) => void found.push(`${at} ${item.text}`))
          expect(found.sort()).toEqual(items.flatMap((item) => placesOf(item.text, text)).sort())
          expect(index.finds(text)).toBe(found.length > 0)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('finds each of more texts than its table has room for', () => {
    const items = Array.from({ length: 5_000 }, (_, at) => ({ text: `secret-${at}-${at * 7919}` }))
    const index = new TextIndex(items)
    for (const item of items.filter((_, at) => at % 97 === 0)) {
      const found: string[] = []
      index.search(`before ${item.text} after`, (one, at) => void found.push(`${at} ${one.text}`))
      expect(found).toContain(`7 ${item.text}`)
    }
    expect(index.finds('secre secret- secret-x')).toBe(false)
  })
})

function placesOf(wantedText: string, text: string): string[] {
  const places: string[] = []
  for (let at = text.indexOf(wantedText); at >= 0; at = text.indexOf(wantedText, at + 1))
    places.push(`${at} ${wantedText}`)
  return places
}

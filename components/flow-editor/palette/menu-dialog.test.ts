import { describe, expect, it } from 'vitest'
import { rankByWords } from './menu-dialog'

describe('the search of a menu', () => {
  it('takes words in any order and no scattered letters', () => {
    expect(rankByWords('x', 'post', ['Condition', 'Goes one of several ways: the first'])).toBe(0)
    expect(rankByWords('x', 'request POST', ['Generic HTTP: POST request'])).toBeGreaterThan(0)
    expect(rankByWords('x', '', ['Anything'])).toBeGreaterThan(0)
  })

  it('puts what begins with the word first', () => {
    expect(rankByWords('x', 'end', ['End'])).toBeGreaterThan(rankByWords('x', 'end', ['Send mail']))
  })
})

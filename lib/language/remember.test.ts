import { expect, test } from 'vitest'
import { remember } from './remember'

function counting(most: number) {
  const made: string[] = []
  const read = remember(most, (text) => {
    made.push(text)
    if (text === 'bad') throw new Error('It is bad.')
    return { text }
  })
  return { read, made }
}

test('what was made of a text is given again', () => {
  const { read, made } = counting(2)
  expect(read('a')).toBe(read('a'))
  expect(read('b')).toEqual({ text: 'b' })
  expect(made).toEqual(['a', 'b'])
})

test('no more are kept than was said, and none that is long', () => {
  const { read, made } = counting(2)
  const long = 'x'.repeat(2_001)
  for (const text of ['a', 'b', 'c', 'a', long, long]) read(text)
  expect(made).toEqual(['a', 'b', 'c', 'a', long, long])
})

test('a failure is told each time', () => {
  const { read } = counting(2)
  expect(() => read('bad')).toThrow('It is bad.')
  expect(() => read('bad')).toThrow('It is bad.')
})

import { describe, expect, it } from 'vitest'
import { describeCut, formatBytes, formatClock, formatCount, formatDuration, formatOffset } from './format'

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.4, '<1 ms'],
    [34.4, '34 ms'],
    [999, '999 ms'],
    [1234, '1.23 s'],
    [12_345, '12.3 s'],
    [59_960, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [10_920_000, '3 h 02 m'],
  ])('%d', (ms, text) => expect(formatDuration(ms)).toBe(text))
})

describe('formatOffset', () => {
  it('counts from the start and never below it', () => {
    expect(formatOffset('2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.500Z')).toBe('+1.50 s')
    expect(formatOffset('2026-01-01T00:00:01.000Z', '2026-01-01T00:00:00.000Z')).toBe('+0 ms')
    expect(formatOffset('nonsense', '2026-01-01T00:00:00.000Z')).toBe('')
  })
})

it('formats sizes and counts', () => {
  expect([512, 1536, 262_144, 52_428_800].map(formatBytes)).toEqual(['512 B', '1.5 KB', '256 KB', '50 MB'])
  expect([formatCount(1, 'message'), formatCount(2500, 'message')]).toEqual(['1 message', '2,500 messages'])
})

describe('formatClock', () => {
  it('tells hours, minutes and seconds too, to the millisecond', () => {
    // Without a zone it is the clock of whoever reads it.
    expect(formatClock('2026-03-01T00:05:09.366')).toBe('00:05:09.366')
  })
})

describe('describeCut', () => {
  it('says how much is kept, and of how much', () => {
    expect(describeCut(256 * 1024, 4.7 * 1024 * 1024)).toBe(
      'Only the first 256 KB are kept: the whole body had 4.7 MB.',
    )
    expect(describeCut(256 * 1024, null)).toBe('Only the first 256 KB are kept.')
  })
})

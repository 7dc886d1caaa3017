import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInRange, parseAddress, parseRange } from './address'

describe('parseAddress', () => {
  it.each([
    ['127.0.0.1', [127, 0, 0, 1]],
    ['::ffff:127.0.0.1', [127, 0, 0, 1]],
    ['::ffff:7f00:1', [127, 0, 0, 1]],
    ['[::1]', [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['::', new Array(16).fill(0)],
    ['fe80::1%eth0', [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]],
    ['64:ff9b::10.1.2.3', [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, 10, 1, 2, 3]],
    ['1:2:3:4:5:6:7:8', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
    ['2001:db8::', [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
  ])('reads %s', (text, bytes) => {
    expect(parseAddress(text)).toEqual(bytes)
  })

  it('agrees with the URL parser on every IPv6 text', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const canonical = new URL(`http://[${text}]/`).hostname
        expect(parseAddress(text)).toEqual(parseAddress(canonical))
        expect([4, 16]).toContain(parseAddress(text)?.length)
      }),
    )
  })

  it.each(['', 'localhost', '1.2.3', '256.1.1.1', '0x7f.1', ':::'])('refuses %s', (text) => {
    expect(parseAddress(text)).toBeNull()
  })
})

describe('parseRange', () => {
  it.each(['10.0.0.0/33', '10.0.0.0/x', 'host/8', '10.0.0.0/8/8', '10.0.0.0/'])('refuses %s', (text) => {
    expect(parseRange(text)).toBeNull()
  })

  it('holds an address exactly when its leading bits are the range\u2019s', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 0, max: 32 }), (a, b, prefix) => {
        const range = parseRange(`${a}/${prefix}`)
        const bits = (text: string) =>
          (parseAddress(text) ?? [])
            .map((byte) => byte.toString(2).padStart(8, '0'))
            .join('')
            .slice(0, prefix)
        expect(range && isInRange(parseAddress(b) ?? [], range)).toBe(bits(a) === bits(b))
      }),
    )
  })
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { toAddressKey } from './address'

it('counts an IPv4 address by itself, however it is written', () => {
  expect(toAddressKey('203.0.113.7')).toBe('203.0.113.7')
  expect(toAddressKey('::ffff:203.0.113.7')).toBe('203.0.113.7')
  expect(toAddressKey(' ')).toBeNull()
})

it('counts IPv6 addresses by their network of 64 bits', () => {
  const group = fc.integer({ min: 0, max: 0xffff })
  const groups = fc.array(group, { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(groups, groups, (one, other) => {
      const same = [...one.slice(0, 4), ...other.slice(4)]
      expect(toAddressKey(write(one))).toBe(toAddressKey(write(same)))
      expect(toAddressKey(write(one)) === toAddressKey(write(other))).toBe(
        one.slice(0, 4).join() === other.slice(0, 4).join(),
      )
    }),
  )
})

it('counts a shortened address like the whole one', () => {
  expect(toAddressKey('2001:db8::1')).toBe(toAddressKey('2001:0db8:0:0:0:0:0:1'))
  expect(toAddressKey('2001:db8:1::')).toBe(toAddressKey('2001:db8:1:0:9::'))
  expect(toAddressKey('::1')).toBe('0:0:0:0')
})

const write = (groups: number[]) => groups.map((one) => one.toString(16)).join(':')

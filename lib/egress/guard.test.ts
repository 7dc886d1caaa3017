import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Guard } from './guard'

const guard = (allow: string[] = [], ownPorts: number[] = [], ownAddresses: string[] = []) =>
  new Guard({ allow, ownPorts, ownAddresses: () => ownAddresses })

const everything = ['0.0.0.0/0', '::/0']

describe('by default', () => {
  it.each([
    '127.0.0.1',
    '127.255.0.3',
    '::1',
    '::ffff:127.0.0.1',
    '0.0.0.0',
    '::',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '::ffff:192.168.1.1',
    '::192.168.1.1',
    '100.64.0.1',
    'fd12::1',
    'fec0::1',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.9',
    '2001:db8::1',
    '198.18.0.1',
    '240.0.0.1',
    '64:ff9b::8.8.8.8',
    '64:ff9b:1::1',
    '2002:0a00:0001::',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '169.254.1.1',
    'fe80::1',
    'fe80::1%eth0',
    '169.254.169.254',
    'not an address',
  ])('refuses %s', (address) => {
    expect(guard().check('example.com', address, 80)).not.toBeNull()
  })

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])('lets %s through', (address) => {
    expect(guard().check('example.com', address, 443)).toBeNull()
  })

  it('refuses every IPv4 address that hides in a transition address it would refuse', () => {
    fc.assert(
      fc.property(fc.ipV4(), (inner) => {
        for (const text of [`64:ff9b::${inner}`, `::${inner}`, `::ffff:0:${inner}`]) {
          expect(guard().check('h', text, 80)).not.toBeNull()
        }
        expect(guard().check('h', `::ffff:${inner}`, 80) === null).toBe(guard().check('h', inner, 80) === null)
      }),
    )
  })
})

describe('with EGRESS_ALLOW', () => {
  it('lets the named ranges, addresses and hosts through and nothing else', () => {
    const some = guard(['10.0.0.0/8', '::1', '192.168.1.7', 'API.internal.'])
    expect(some.check('x', '10.9.9.9', 80)).toBeNull()
    expect(some.check('x', '::ffff:10.9.9.9', 80)).toBeNull()
    expect(some.check('x', '::1', 80)).toBeNull()
    expect(some.check('x', '192.168.1.7', 80)).toBeNull()
    expect(some.check('x', '192.168.1.8', 80)).not.toBeNull()
    expect(some.check('x', '127.0.0.1', 80)).not.toBeNull()
    expect(some.check('api.internal', '192.168.1.8', 80)).toBeNull()
    expect(some.check('api.internal.', '127.0.0.1', 80)).toBeNull()
    expect(some.check('other.internal', '192.168.1.8', 80)).not.toBeNull()
  })

  it('never lets link-local and metadata addresses through, in any wrapping', () => {
    const all = guard([...everything, 'metadata.google.internal'])
    for (const address of [
      '169.254.169.254',
      '169.254.0.1',
      '::ffff:169.254.169.254',
      '::169.254.169.254',
      '64:ff9b::169.254.169.254',
      '2002:a9fe:a9fe::1',
      '2001:0:0:0:0:0:5601:5601',
      'fe80::1',
      'febf::1',
      'fd00:ec2::254',
      '100.100.100.200',
      '168.63.129.16',
    ]) {
      expect(all.check('metadata.google.internal', address, 80), address).not.toBeNull()
    }
  })

  it('refuses an entry that means nothing', () => {
    expect(() => guard(['10.0.0.0/99'])).toThrow('EGRESS_ALLOW')
    expect(() => guard(['http://x'])).toThrow('EGRESS_ALLOW')
  })
})

describe('the deployment\u2019s own ports', () => {
  const own = guard(everything, [3000, 5432], ['10.0.0.5', 'fd00::5'])

  it.each(['127.0.0.1', '127.9.9.9', '::1', '0.0.0.0', '::', '10.0.0.5', 'fd00::5', '::ffff:10.0.0.5', '::127.0.0.1'])(
    'are refused on %s',
    (address) => {
      expect(own.check('localhost', address, 3000)).not.toBeNull()
      expect(own.check('localhost', address, 5432)).not.toBeNull()
      expect(own.check('localhost', address, 3001)).toBeNull()
    },
  )

  it('are only those of this machine', () => {
    expect(own.check('x', '10.0.0.6', 3000)).toBeNull()
  })
})

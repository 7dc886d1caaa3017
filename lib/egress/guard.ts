import { networkInterfaces } from 'node:os'
import { type AddressBytes, type AddressRange, isInRange, parseAddress, parseRange, sameAddress } from './address'
import type { OwnDatabase } from './own-database'

/** Why an address may not be reached; null when it may. */
export type Refusal = {
  /** In words for the operator. */
  reason: string
  /** No setting allows it: a name that leads there is refused whatever its other addresses are. */
  always: boolean
} | null

export interface GuardSettings {
  /** CIDR ranges, addresses and host names that may be reached although they are not public. */
  allow: readonly string[]
  /** Ports of this machine that no connector may ever reach: Patchbay's own and its database's. */
  ownPorts: readonly number[]
  /** Patchbay's own database, wherever it is. */
  database?: OwnDatabase | undefined
  /** This machine's addresses; the interfaces of the system by default. */
  ownAddresses?: () => readonly string[]
}

/**
 * Decides which addresses a request may reach. It judges addresses, never names, and is asked with the very address
 * that the socket then connects to, so that a name which changes its answer (DNS rebinding) gains nothing.
 */
export class Guard {
  readonly #settings: GuardSettings
  readonly #ranges: AddressRange[] = []
  readonly #hosts = new Set<string>()
  #own: { addresses: AddressBytes[]; at: number } | undefined

  /** @throws Error that names an entry which is neither an address, a range nor a host name */
  constructor(settings: GuardSettings) {
    this.#settings = settings
    for (const entry of settings.allow) this.#allow(entry)
  }

  /** Looks up what `check` has to know of a port; to be awaited before it. */
  async prepare(port: number): Promise<void> {
    const { database } = this.#settings
    if (database?.hasPort(port)) await database.refresh()
  }

  /**
   * @param host the name in the URL, for the allow list's names
   * @param address the resolved address
   */
  check(host: string, address: string, port: number): Refusal {
    const bytes = parseAddress(address)
    if (!bytes) return { reason: `${address} is not an IP address`, always: true }
    const never = findRange(NEVER, bytes) ?? embeddedNever(bytes)
    if (never) return { reason: `${address} is ${never}, which is never allowed`, always: true }
    const own = this.#findOwn(host, bytes, port)
    if (own) return { reason: `port ${port} of ${address} ${own}`, always: true }
    if (this.#isAllowed(host, bytes)) return null
    const kind = findRange(NOT_PUBLIC, bytes)
    return kind ? { reason: `${address} is ${kind}`, always: false } : null
  }

  #isAllowed(host: string, bytes: AddressBytes): boolean {
    return this.#hosts.has(normalizeHost(host)) || this.#ranges.some((range) => isInRange(bytes, range))
  }

  /** Why a port is the deployment's own; undefined when it is not. */
  #findOwn(host: string, bytes: AddressBytes, port: number): string | undefined {
    const { database, ownPorts } = this.#settings
    const inner = embeddedV4(bytes) ?? bytes
    if (database?.hasPort(port)) {
      const named = database.hasHost((own) => normalizeHost(own) === normalizeHost(host))
      if (named || database.hasAddress(bytes) || database.hasAddress(inner)) return OWN_WORDS
      if (!database.isKnown()) return 'may belong to this deployment\u2019s database, whose host has no address now'
    }
    if (!ownPorts.includes(port)) return undefined
    // The unspecified address connects to this machine too.
    const isHere =
      [bytes, inner].some((one) => OWN.some((range) => isInRange(one, range))) ||
      this.#ownAddresses().some((mine) => sameAddress(mine, inner))
    return isHere ? OWN_WORDS : undefined
  }

  #ownAddresses(): AddressBytes[] {
    const now = Date.now()
    // Asking the system costs a tenth of a millisecond; addresses of a machine change rarely.
    if (!this.#own || now - this.#own.at > 30_000) {
      const texts = this.#settings.ownAddresses?.() ?? systemAddresses()
      this.#own = { at: now, addresses: texts.map(parseAddress).filter((bytes) => bytes !== null) }
    }
    return this.#own.addresses
  }

  #allow(entry: string): void {
    const range = parseRange(entry)
    if (range) {
      this.#ranges.push(range)
      return
    }
    const host = normalizeHost(entry)
    if (!/^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(host)) {
      throw new Error(`EGRESS_ALLOW: "${entry}" is not an address, a range like 10.0.0.0/8 or a host name.`)
    }
    this.#hosts.add(host)
  }
}

/** Whether an address leads to the machine that connects to it: loopback, or the unspecified address. */
export function isThisMachine(address: string): boolean {
  const bytes = parseAddress(address)
  if (!bytes) return false
  return [bytes, embeddedV4(bytes) ?? bytes].some((one) => OWN.some((range) => isInRange(one, range)))
}

/** A host name as it is compared: lower case, without the root's dot. */
export function normalizeHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}

type NamedRange = AddressRange & { name: string }

function ranges(list: Record<string, readonly string[]>): NamedRange[] {
  return Object.entries(list).flatMap(([name, texts]) =>
    texts.flatMap((text) => {
      const range = parseRange(text)
      return range ? [{ ...range, name }] : []
    }),
  )
}

function findRange(list: readonly NamedRange[], bytes: AddressBytes): string | undefined {
  return list.find((range) => isInRange(bytes, range))?.name
}

const OWN_WORDS = 'belongs to this deployment itself'
const OWN = ranges({ own: ['127.0.0.0/8', '::1', '0.0.0.0/8', '::'] })

// Cloud providers' metadata services hand out credentials to whoever asks from the machine.
const NEVER = ranges({
  'a cloud metadata address': [
    '169.254.169.254',
    'fd00:ec2::254',
    'fd20:ce::254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  'a link-local address': ['169.254.0.0/16', 'fe80::/10'],
})

// The IANA special-purpose registries for IPv4 and IPv6 (RFC 6890), and the ranges that carry an IPv4 address.
const NOT_PUBLIC = ranges({
  'the unspecified address': ['0.0.0.0/8', '::'],
  'a loopback address': ['127.0.0.0/8', '::1'],
  'a private address': ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  'a carrier-grade NAT address': ['100.64.0.0/10'],
  'a unique-local address': ['fc00::/7'],
  'a site-local address': ['fec0::/10'],
  'a broadcast address': ['255.255.255.255'],
  'a multicast address': ['224.0.0.0/4', 'ff00::/8'],
  'an address for documentation': ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32', '3fff::/20'],
  'a NAT64 address': ['64:ff9b::/96', '64:ff9b:1::/48'],
  'a 6to4 address': ['2002::/16', '192.88.99.0/24'],
  'a Teredo address': ['2001::/32'],
  'an IPv4-compatible address': ['::/96'],
  'an IPv4-translated address': ['::ffff:0:0:0/96'],
  'a reserved address': [
    '192.0.0.0/24',
    '198.18.0.0/15',
    '192.31.196.0/24',
    '192.52.193.0/24',
    '192.175.48.0/24',
    '240.0.0.0/4',
    '100::/64',
    '2001::/23',
    '5f00::/16',
    '::/8',
    '0100::/8',
  ],
})

/** The IPv4 address that a transition address leads to (RFC 6052, RFC 3056, RFC 4380). */
function embeddedV4(bytes: AddressBytes): AddressBytes | null {
  if (bytes.length !== 16) return null
  const starts = (...prefix: number[]) => prefix.every((byte, at) => bytes[at] === byte)
  if (starts(0x00, 0x64, 0xff, 0x9b) || bytes.slice(0, 8).every((byte) => byte === 0)) return bytes.slice(12)
  if (starts(0x20, 0x02)) return bytes.slice(2, 6)
  if (starts(0x20, 0x01, 0, 0)) return bytes.slice(12).map((byte) => byte ^ 0xff)
  return null
}

function embeddedNever(bytes: AddressBytes): string | undefined {
  const inner = embeddedV4(bytes)
  return inner ? findRange(NEVER, inner) : undefined
}

function systemAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((item) => item.address))
}

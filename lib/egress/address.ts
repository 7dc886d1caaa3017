import { isIP } from 'node:net'

/** An IP address as its 4 or 16 bytes. */
export type AddressBytes = readonly number[]

export interface AddressRange {
  bytes: AddressBytes
  prefixLength: number
}

/** The bytes of an IP address; an IPv4-mapped one is its IPv4 address, which is what a socket connects to. Null when it is none. */
export function parseAddress(text: string): AddressBytes | null {
  const [bare = ''] = text.replace(/^\[|\]$/g, '').split('%')
  const version = isIP(bare)
  if (version === 4) return parseV4(bare)
  if (version !== 6) return null
  const bytes = parseV6(bare)
  return isMapped(bytes) ? bytes.slice(12) : bytes
}

/** Reads `10.0.0.0/8`, `fd00::/8` or one address. Null when it is none of them. */
export function parseRange(text: string): AddressRange | null {
  const [address = '', prefix, ...rest] = text.split('/')
  const bytes = parseAddress(address)
  if (!bytes || rest.length > 0) return null
  if (prefix === undefined) return { bytes, prefixLength: bytes.length * 8 }
  if (!/^\d{1,3}$/.test(prefix)) return null
  // ::ffff:10.0.0.0/104 was written with the 96 bits that mapping dropped.
  const dropped = address.includes(':') && bytes.length === 4 ? 96 : 0
  const prefixLength = Number(prefix) - dropped
  return prefixLength >= 0 && prefixLength <= bytes.length * 8 ? { bytes, prefixLength } : null
}

export function isInRange(address: AddressBytes, range: AddressRange): boolean {
  if (address.length !== range.bytes.length) return false
  let left = range.prefixLength
  for (let at = 0; left > 0; at++, left -= 8) {
    const mask = left >= 8 ? 0xff : (0xff << (8 - left)) & 0xff
    if (((address[at] ?? 0) & mask) !== ((range.bytes[at] ?? 0) & mask)) return false
  }
  return true
}

export function sameAddress(a: AddressBytes, b: AddressBytes): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

function parseV4(text: string): number[] {
  return text.split('.').map(Number)
}

function parseV6(text: string): number[] {
  const lastColon = text.lastIndexOf(':')
  const tail = text.slice(lastColon + 1)
  const embedded = tail.includes('.') ? parseV4(tail) : []
  const groups = embedded.length > 0 ? `${text.slice(0, lastColon)}:` : text
  const [left = '', right] = groups.split('::')
  const head = toBytes(left)
  if (right === undefined) return [...head, ...embedded]
  const end = [...toBytes(right), ...embedded]
  return [...head, ...new Array<number>(16 - head.length - end.length).fill(0), ...end]
}

function toBytes(groups: string): number[] {
  return groups
    .split(':')
    .filter(Boolean)
    .flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff])
}

function isMapped(bytes: readonly number[]): boolean {
  return bytes.slice(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff
}

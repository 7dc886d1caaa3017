import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { toAuthority } from '@/lib/authority'
import { EgressError } from './errors'
import type { Guard } from './guard'

export interface Address {
  address: string
  family: number
}

// The system's resolver has four threads for the whole process. A thousand calls that begin together ask once.
const underWay = new Map<string, Promise<Address[]>>()

/** The addresses of a host, as the system resolves it now. Those who ask while an answer is awaited share it. */
export function resolveHost(hostname: string): Promise<Address[]> {
  const family = isIP(hostname)
  if (family !== 0) return Promise.resolve([{ address: hostname, family }])
  const shared = underWay.get(hostname)
  if (shared) return shared
  const asked = lookup(hostname, { all: true }).finally(() => underWay.delete(hostname))
  underWay.set(hostname, asked)
  return asked
}

/**
 * The addresses that may be connected to. Refused ones are left out rather than ending the call, so that localhost
 * works where only one of its two families is allowed. What is always refused ends it: a name that leads to a metadata
 * service is an attack.
 * @throws EgressError refusedByGuard
 */
export async function judge(addresses: Address[], host: string, port: number, guard: Guard): Promise<Address[]> {
  await guard.prepare(port)
  const judged = addresses.map((address) => ({ ...address, refusal: guard.check(host, address.address, port) }))
  const never = judged.find(({ refusal }) => refusal?.always)
  const allowed = judged.filter(({ refusal }) => refusal === null)
  const refusal = never?.refusal ?? judged[0]?.refusal
  if (never || allowed.length === 0) {
    throw new EgressError('refusedByGuard', {
      host,
      authority: toAuthority(host, port),
      cause: refusal?.reason ?? 'it has no address',
      always: refusal?.always,
    })
  }
  return allowed
}

import { type AddressBytes, parseAddress, sameAddress } from './address'

export interface DatabaseAddress {
  /** A name, an address, or the folder of a Unix socket. */
  host: string
  port: number
}

/** The system's answer for a name. */
export type Resolve = (host: string) => Promise<readonly { address: string }[]>

const FRESH_MS = 30_000
const RESOLVE_MS = 5_000
// After a failover the former server still has the data, and connections to it last.
const REMEMBER_MS = 600_000

interface Name {
  readonly host: string
  /** Those of its answers, by their text, with the time of the last answer that had them. */
  readonly seen: Map<string, { bytes: AddressBytes; at: number }>
  answeredAt: number
  asked: Promise<void> | undefined
}

/**
 * The addresses of the deployment's own database, which no connector may reach under any name. Its host is resolved as
 * the driver resolves it, and again every half minute, because a managed database moves.
 */
export class OwnDatabase {
  readonly #ports = new Set<number>()
  readonly #literals: AddressBytes[] = []
  readonly #names: Name[] = []
  readonly #resolve: Resolve

  /** @param places each host counts with each port: a port too many only refuses what is the database's machine anyway */
  constructor(places: readonly DatabaseAddress[], resolve: Resolve) {
    this.#resolve = resolve
    for (const { host, port } of places) {
      // A Unix socket has no address; the port of this machine is refused all the same.
      if (host === '' || host.startsWith('/')) continue
      this.#ports.add(port)
      const literal = parseAddress(host)
      if (literal) this.#literals.push(literal)
      else if (!this.#names.some((name) => name.host === host)) {
        this.#names.push({ host, seen: new Map(), answeredAt: Number.NEGATIVE_INFINITY, asked: undefined })
      }
    }
  }

  hasPort(port: number): boolean {
    return this.#ports.has(port)
  }

  hasHost(isSame: (host: string) => boolean): boolean {
    return this.#names.some(({ host }) => isSame(host))
  }

  hasAddress(bytes: AddressBytes): boolean {
    if (this.#literals.some((mine) => sameAddress(mine, bytes))) return true
    return this.#names.some(({ seen }) => [...seen.values()].some((mine) => sameAddress(mine.bytes, bytes)))
  }

  /**
   * Whether every host's addresses are known. While they are not, nobody can tell whether an address is the database's,
   * so its port is refused everywhere: Patchbay, which asks the same resolver, does not reach its database then either.
   */
  isKnown(): boolean {
    const now = Date.now()
    return this.#names.every(({ answeredAt }) => now - answeredAt <= FRESH_MS + RESOLVE_MS)
  }

  /** Asks for the addresses anew when they are old; to be awaited before an address is judged. Never rejects. */
  async refresh(): Promise<void> {
    const now = Date.now()
    const old = this.#names.filter(({ answeredAt }) => now - answeredAt > FRESH_MS)
    await Promise.all(
      old.map((name) => {
        name.asked ??= this.#ask(name).finally(() => {
          name.asked = undefined
        })
        return name.asked
      }),
    )
  }

  async #ask(name: Name): Promise<void> {
    const addresses = await within(RESOLVE_MS, this.#resolve(name.host)).catch(() => [])
    const now = Date.now()
    for (const { address } of addresses) {
      const bytes = parseAddress(address)
      if (bytes) name.seen.set(address, { bytes, at: now })
    }
    for (const [address, { at }] of name.seen) if (now - at > REMEMBER_MS) name.seen.delete(address)
    name.answeredAt = addresses.length > 0 ? now : Number.NEGATIVE_INFINITY
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => fail(new Error('no answer in time')), ms)
    work.then(done, fail).finally(() => clearTimeout(timer))
  })
}

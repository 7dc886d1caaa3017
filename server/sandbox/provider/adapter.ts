/** What a model of the provider is stored as; only these members are looked up by. */
interface Payload {
  uid?: string
  userCode?: string
  grantId?: string
  consumed?: number
  [member: string]: unknown
}

/** Oldest first out: a sandbox that is left alone with a load test must not fill the memory. */
const MOST_STORED = 20_000

/**
 * The provider's store, in memory: everything is forgotten when the sandbox stops.
 * @returns the adapter of each model, as the package asks for it
 */
export function createMemoryAdapter(): (model: string) => MemoryAdapter {
  const rows = new Map<string, Row>()
  return (model) => new MemoryAdapter(model, rows)
}

interface Row {
  payload: Payload
  /** Milliseconds since 1970. */
  endsAt: number
}

class MemoryAdapter {
  constructor(
    readonly model: string,
    readonly rows: Map<string, Row>,
  ) {}

  async upsert(id: string, payload: Payload, expiresIn?: number): Promise<void> {
    const key = this.#key(id)
    this.rows.delete(key)
    const oldest = this.rows.size >= MOST_STORED ? this.rows.keys().next().value : undefined
    if (oldest !== undefined) this.rows.delete(oldest)
    this.rows.set(key, { payload, endsAt: expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY })
  }

  async find(id: string): Promise<Payload | undefined> {
    return this.#alive(this.#key(id))
  }

  async findByUid(uid: string): Promise<Payload | undefined> {
    return this.#search((payload) => payload.uid === uid)
  }

  async findByUserCode(userCode: string): Promise<Payload | undefined> {
    return this.#search((payload) => payload.userCode === userCode)
  }

  async consume(id: string): Promise<void> {
    const payload = this.#alive(this.#key(id))
    if (payload) payload.consumed = Math.floor(Date.now() / 1000)
  }

  async destroy(id: string): Promise<void> {
    this.rows.delete(this.#key(id))
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, { payload }] of this.rows) if (payload.grantId === grantId) this.rows.delete(key)
  }

  #key(id: string): string {
    return `${this.model}:${id}`
  }

  #search(matches: (payload: Payload) => boolean): Payload | undefined {
    for (const [key, { payload }] of this.rows) {
      if (key.startsWith(`${this.model}:`) && matches(payload)) return this.#alive(key)
    }
    return undefined
  }

  #alive(key: string): Payload | undefined {
    const row = this.rows.get(key)
    if (!row || row.endsAt > Date.now()) return row?.payload
    this.rows.delete(key)
    return undefined
  }
}

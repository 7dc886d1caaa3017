import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Settings } from './settings.ts'

const TIMEOUT_MS = 10_000
const ATTEMPTS = 3
const PAUSE_MS = 250

const tokenSchema = z.object({ token: z.object({ accessToken: z.string().min(1) }) })
const urlSchema = z.object({ url: z.url() })
const errorSchema = z.object({ errorDescription: z.string() })

/** What Patchbay refused, in its own words. */
export class PatchbayError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** One user's view of Patchbay: every request carries that user's own JWT, so that no other user's token can be asked for. */
export class PatchbayUser {
  readonly #settings: Settings
  #jwt: string
  readonly userId: string

  constructor(settings: Settings, jwt: string, userId: string) {
    this.#settings = settings
    this.#jwt = jwt
    this.userId = userId
  }

  /** A session JWT lives for minutes; each request of the client brings the one of now. */
  renew(jwt: string): void {
    this.#jwt = jwt
  }

  /**
   * The user's access token at the third party, refreshed by Patchbay when it has to be. Null: not connected.
   * @throws PatchbayError when the JWT lacks the scope outbound.token.fetch, or the provider cannot be reached
   */
  async findAccessToken(appId: string): Promise<string | null> {
    try {
      const answer = await this.#post('/v1/mgmt/outbound/app/user/token/latest', { appId, userId: this.userId })
      return tokenSchema.parse(answer).token.accessToken
    } catch (error) {
      if (error instanceof PatchbayError && error.status === 404) return null
      throw error
    }
  }

  /** The address at which the user connects the account: for ten minutes, once. */
  async beginConnect(appId: string, redirectUrl: string): Promise<string> {
    const answer = await this.#post('/v1/mgmt/outbound/app/connect', { appId, options: { redirectUrl } })
    return urlSchema.parse(answer).url
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const { PATCHBAY_URL, PROJECT_ID } = this.#settings
    for (let attempt = 1; ; attempt += 1) {
      const response = await fetch(new URL(path, PATCHBAY_URL), {
        method: 'POST',
        headers: { authorization: `Bearer ${PROJECT_ID}:${this.#jwt}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      const answer: unknown = await response.json()
      if (response.ok) return answer
      if ((response.status === 429 || response.status >= 500) && attempt < ATTEMPTS) {
        await pause(PAUSE_MS * attempt)
        continue
      }
      const told = errorSchema.safeParse(answer)
      throw new PatchbayError(response.status, told.data?.errorDescription ?? `Patchbay answered ${response.status}.`)
    }
  }
}

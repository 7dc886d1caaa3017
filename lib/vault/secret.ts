import { inspect } from 'node:util'

const SHOWN = '[secret]'

/**
 * A plaintext secret in memory. Printing, logging, JSON and string concatenation give `[secret]`; the text itself is
 * read only with `exposeSecret`, which the import rules allow to the few modules that send it.
 */
export class Secret {
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  static expose(secret: Secret): string {
    return secret.#text
  }

  toString(): string {
    return SHOWN
  }

  toJSON(): string {
    return SHOWN
  }

  [inspect.custom](): string {
    return SHOWN
  }
}

/** The text of a secret, for the one place that sends it. */
export function exposeSecret(secret: Secret): string {
  return Secret.expose(secret)
}

import type { Json } from './json'
import { createMasker } from './masking'

/**
 * Below this a secret says too little to be looked for in live data: masking every `pro` or `200` there would change
 * what conditions decide. Logged messages are masked whatever the length.
 */
const SHORTEST = 6

/**
 * Takes secrets that a third party has echoed out of a value which the flow goes on with. Only the text of string
 * leaves is changed: keys, numbers and the shape stay, because steps decide by them. Done piece by piece, as
 * `maskLeaves` tells.
 * @param lasting as in `createMasker`
 */
export function maskEchoes(
  secrets: readonly string[],
  value: Json,
  lasting: readonly string[] = [],
): Generator<void, Json> {
  const isLong = (secret: string) => secret.length >= SHORTEST
  return createMasker(secrets.filter(isLong), lasting.filter(isLong)).maskLeaves(value)
}

/** What one execution may hold, and what one drive of the engine may tell. A connector's largest answer fits. */
export const MOST_HELD = 128 * 1024 * 1024
/** The longest text that templates may make. */
export const LONGEST_TEXT = 16 * 1024 * 1024
/** Far above what a body or a flow nests; a parser or a writer that recurses would run out of stack not far above it. */
const DEEPEST = 1_000
/** A value takes room also when it is empty. */
const EACH_VALUE = 16

/**
 * A value that would be too large to hold. A flow can double one in every round of a loop: what is made of it must be
 * refused before it is written out.
 */
export class TooLargeError extends Error {}

/**
 * What a value comes to when it is written out, in characters: of its texts and keys, and some for each value. A part
 * that stands in several places counts in each, as it would be written.
 * @param most counting ends beyond it: then the answer is Infinity, as for a value that nests too deeply
 */
export function sizeOf(value: unknown, most: number, depth = 0): number {
  if (typeof value === 'string') return value.length + EACH_VALUE
  if (typeof value !== 'object' || value === null) return EACH_VALUE
  if (depth === DEEPEST) return Number.POSITIVE_INFINITY
  let size = EACH_VALUE
  if (Array.isArray(value)) {
    for (const item of value) {
      size += sizeOf(item, most - size, depth + 1)
      if (size > most) return Number.POSITIVE_INFINITY
    }
    return size
  }
  for (const [key, item] of Object.entries(value)) {
    size += key.length + sizeOf(item, most - size, depth + 1)
    if (size > most) return Number.POSITIVE_INFINITY
  }
  return size
}

/** Whether a value is more than so many characters of JSON for sure, told without writing it and at the first too many. */
export function isLongerThan(value: unknown, characters: number): boolean {
  let left = characters
  const isTooMuch = (item: unknown): boolean => {
    left -= typeof item === 'string' ? item.length + 2 : 1
    if (left < 0) return true
    if (typeof item !== 'object' || item === null) return false
    if (Array.isArray(item)) return item.some(isTooMuch)
    for (const [key, member] of Object.entries(item)) {
      left -= key.length + 3
      if (isTooMuch(member)) return true
    }
    return false
  }
  return isTooMuch(value)
}

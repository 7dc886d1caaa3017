/**
 * Whether a header's name is this one, letter case aside (RFC 9110 section 5.1).
 * @param name in lower case
 */
export function isHeaderNamed(given: string, name: string): boolean {
  // Nearly all differ in length, which costs nothing to see.
  return given.length === name.length && given.toLowerCase() === name
}

/** How many scopes a request may ask for, and how long they may be together: more than any address can carry that is known. */
export const MOST_SCOPES = 500
export const MOST_SCOPE_CHARACTERS = 16_000

/** Why scopes cannot be asked for; null: they can. */
export function scopesProblem(scopes: readonly string[]): string | null {
  if (scopes.length > MOST_SCOPES) return `Ask for at most ${MOST_SCOPES} scopes.`
  if (scopes.join(' ').length <= MOST_SCOPE_CHARACTERS) return null
  return `Ask for fewer scopes: all together may have at most ${MOST_SCOPE_CHARACTERS.toLocaleString('en')} characters.`
}

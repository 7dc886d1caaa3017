/** What of a user is searched. */
export interface SearchedUser {
  name?: string | null | undefined
  givenName?: string | null | undefined
  familyName?: string | null | undefined
  email?: string | null | undefined
  phone?: string | null | undefined
  loginIds: readonly string[]
}

/**
 * Everything that a user is found by, in one lower-case column with a trigram index: login ids lie in a table of their
 * own, and an index over one column answers where five conditions over two tables would not.
 */
export function toSearchText({ name, givenName, familyName, email, phone, loginIds }: SearchedUser): string {
  const parts = [name, givenName, familyName, email, phone, ...loginIds]
    .map((part) => toSearched(part ?? ''))
    .filter((part) => part !== '')
  // A part that another one holds adds nothing: the e-mail address mostly is the login id.
  const kept = [...new Set(parts)].filter((part) => !parts.some((other) => other !== part && other.includes(part)))
  // A line each, so that nothing is found across two parts.
  return kept.join('\n')
}

/** A text as it is searched. */
export function toSearched(text: string): string {
  return text.trim().normalize('NFC').toLowerCase()
}

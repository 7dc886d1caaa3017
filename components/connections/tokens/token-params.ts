import { createLoader, type inferParserType, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { TOKEN_LEVELS, TOKEN_STATES, type TokenFilter } from '@/lib/outbound/tokens/list/schema'

/** What narrows a list of tokens, as the page's address holds it. */
export const tokenParams = {
  search: parseAsString,
  level: parseAsStringLiteral(TOKEN_LEVELS),
  status: parseAsStringLiteral(TOKEN_STATES),
  cursor: parseAsString,
}
export type TokenParams = inferParserType<typeof tokenParams>

/** Reads the filters from a page's search parameters; what makes no sense does not narrow. */
export const loadTokenParams = createLoader(tokenParams)

/** What else than the place in the list the address says. */
export function toTokenQuery({ search, level, status }: TokenParams): Record<string, string> {
  const query = { search, level, status }
  return Object.fromEntries(Object.entries(query).flatMap(([key, given]) => (given ? [[key, given]] : [])))
}

/** @param place whose tokens the page is about */
export function toTokenFilter({ search, level, status }: TokenParams, place: TokenFilter): TokenFilter {
  return { ...place, text: search?.slice(0, 200), level: level ?? undefined, state: status ?? undefined }
}

/** Whether anything is filtered out. */
export function isFiltered({ search, level, status }: TokenParams): boolean {
  return Boolean(search?.trim() || level || status)
}

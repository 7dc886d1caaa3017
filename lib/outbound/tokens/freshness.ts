/** The longest time before its end from which on a token is refreshed. */
const MOST_AHEAD_SECONDS = 5 * 60
const SHARE_OF_LIFE = 0.1

/** Whether a token has lapsed. One whose end nobody knows has not. */
export function hasLapsed({ expiresInSeconds }: { expiresInSeconds: number | null }): boolean {
  return expiresInSeconds !== null && expiresInSeconds <= 0
}

/**
 * Whether a token is to be refreshed before it is given away: less than five minutes remain, or less than a tenth of its
 * life when that is shorter.
 */
export function isDue(token: { expiresInSeconds: number | null; lifeSeconds: number | null }): boolean {
  if (token.expiresInSeconds === null) return false
  const ahead = Math.min(MOST_AHEAD_SECONDS, Math.max(0, token.lifeSeconds ?? 0) * SHARE_OF_LIFE)
  return token.expiresInSeconds <= 0 || token.expiresInSeconds < ahead
}

const FIRST_RETRY_SECONDS = 5
const LONGEST_RETRY_SECONDS = 6 * 3_600

/**
 * How long to wait before a refresh is tried again: twice as long after each failure, up to six hours.
 * @param failures one after the other, from 1
 * @param random from 0 to 1: the tokens of one provider must not all come back in the same moment
 */
export function retryAfterSeconds(failures: number, random: number): number {
  const longest = Math.min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * 2 ** Math.min(failures - 1, 20))
  return longest * (0.5 + random / 2)
}

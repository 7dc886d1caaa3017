/** A ticket may wait so long for its browser, and then a browser so long for its provider. */
export const CONNECT_MINUTES = 10

/** From the beginning of an attempt to its latest end: so long a flow waits for one. */
export const LONGEST_CONNECT_MINUTES = 2 * CONNECT_MINUTES

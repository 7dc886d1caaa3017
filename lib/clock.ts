/** Tells the time. Passed to what must be tested with another one. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

import { env } from '@/lib/env'

/**
 * The origins that the console is used from: PUBLIC_URL, or localhost and 127.0.0.1 of the own port, which are one
 * address to the person who types it.
 */
export function consoleOrigins(): string[] {
  const { PUBLIC_URL, PORT } = env()
  if (PUBLIC_URL) return [new URL(PUBLIC_URL).origin]
  return [`http://localhost:${PORT}`, `http://127.0.0.1:${PORT}`, `http://[::1]:${PORT}`]
}

/** The console's address for links that are shown to a person. */
export function consoleUrl(): string {
  const { PUBLIC_URL, PORT } = env()
  return PUBLIC_URL ?? `http://localhost:${PORT}`
}

/** Where hosted pages are opened: HOSTED_URL, or the console's own address. */
export function hostedUrl(): string {
  return env().HOSTED_URL ?? consoleUrl()
}

/** Every origin that Patchbay itself serves pages from. */
export function ownOrigins(): string[] {
  const { HOSTED_URL } = env()
  return HOSTED_URL ? [...consoleOrigins(), new URL(HOSTED_URL).origin] : consoleOrigins()
}

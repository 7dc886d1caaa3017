import { z } from 'zod'

/** The host of a server that is not reached by http: a name or an address. */
export const serverHost = z
  .string()
  .trim()
  .max(253, 'Use at most 253 characters.')
  .superRefine((text, context) => {
    const message = hostError(text)
    if (message) context.addIssue({ code: 'custom', message })
  })

export const serverPort = z
  .number('Enter a port number.')
  .int('Use a whole number.')
  .min(1, 'Use 1 to 65535.')
  .max(65_535, 'Use 1 to 65535.')

/** How a connection is encrypted; `insecure` accepts any certificate. */
export const tlsMode = <const Modes extends readonly [string, ...string[]]>(modes: Modes) =>
  z.enum(modes, `Choose one of: ${modes.join(', ')}.`)

function hostError(text: string): string | null {
  if (text === '') return 'Enter the host, for example db.example.com.'
  if (text.includes('{{')) return 'A dynamic value is not allowed here: it could send the password elsewhere.'
  if (/^\w+:\/\//.test(text) || text.includes('/')) return 'Enter the host alone, without a scheme or a path.'
  // An IPv6 address is written without brackets, as one colon is a port.
  if (/^[^:]+:\d*$/.test(text)) return 'Enter the host alone; the port has a field of its own.'
  if (/^[0-9a-fA-F:.]+$/.test(text) && text.includes(':')) return null
  return /^(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?)*\.?$/.test(
    text,
  )
    ? null
    : 'This is not a host. Write a name like db.example.com, or an address.'
}

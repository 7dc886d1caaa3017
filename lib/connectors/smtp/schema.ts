import { z } from 'zod'
import { isAddress } from '@/lib/steps/connector/types/smtp'
import { connectorDescription, connectorName, timeoutSeconds } from '../fields'
import { serverHost, serverPort, tlsMode } from '../server-fields'

export const smtpTlsModes = ['starttls', 'implicit', 'none'] as const
export type SmtpTls = (typeof smtpTlsModes)[number]

export const defaultSmtpPorts: Record<SmtpTls, number> = { starttls: 587, implicit: 465, none: 25 }

const oneLine = (text: string, context: z.RefinementCtx) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(text)) context.addIssue({ code: 'custom', message: 'Remove line breaks.' })
}

/** The settings of a SMTP connector that are no secret, under the names of its file form. */
const smtpSettings = {
  host: serverHost,
  /** Null: the usual one of the encryption. */
  port: serverPort.nullable().default(null),
  tls: tlsMode(smtpTlsModes).default('starttls'),
  /** DANGER: accepts any certificate. */
  insecure: z.boolean().default(false),
  sender: z.strictObject({
    name: z.string().trim().max(200, 'Use at most 200 characters.').superRefine(oneLine).default(''),
    address: z.string().trim().refine(isAddress, 'Enter an address, for example hello@example.com.'),
  }),
  /** Empty: it does not sign in. */
  username: z.string().max(500, 'Use at most 500 characters.').superRefine(oneLine).default(''),
  timeoutSeconds,
}

/** What is stored in the connector's config column. */
export const smtpConfigSchema = z.strictObject(smtpSettings)
export type SmtpConfig = z.output<typeof smtpConfigSchema>

const smtpHead = { type: z.literal('smtp'), name: connectorName, description: connectorDescription }

/** A connector as a browser may see it: the file form without secrets. */
export const smtpDefinitionSchema = z.strictObject({ ...smtpHead, ...smtpSettings })
export type SmtpDefinition = z.output<typeof smtpDefinitionSchema>

/** What a form or a file gives: the file form, with its write-only secret. */
export const smtpInputSchema = z.strictObject({
  ...smtpHead,
  ...smtpSettings,
  password: z.string().max(16_000, 'Use at most 16,000 characters.').nullish(),
})
export type SmtpInput = z.output<typeof smtpInputSchema>

export function smtpPort({ tls, port }: Pick<SmtpConfig, 'tls' | 'port'>): number {
  return port ?? defaultSmtpPorts[tls]
}

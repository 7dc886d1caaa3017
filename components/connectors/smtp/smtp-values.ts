import { z } from 'zod'
import { smtpDefinition } from '@/lib/connectors/smtp/definition'
import { type SmtpDefinition, type SmtpTls, smtpInputSchema } from '@/lib/connectors/smtp/schema'

/** The form of a SMTP connector. The password is null as long as the stored one stays. */
export interface SmtpValues {
  name: string
  description: string
  host: string
  port: number | null
  tls: SmtpTls
  insecure: boolean
  sender: { name: string; address: string }
  username: string
  password: string | null
  timeoutSeconds: number | null
}

/** The form's schema: the connector's own, whose messages land at the same fields. */
export const smtpValuesSchema = z.custom<SmtpValues>().superRefine((values, context) => {
  for (const { path, message } of smtpInputSchema.safeParse(toSmtpInput(values)).error?.issues ?? [])
    context.addIssue({ code: 'custom', path, message })
})

/** What the form shows of a stored connector; without one, of a new one. */
export function toSmtpValues(definition: SmtpDefinition | null): SmtpValues {
  return {
    name: definition?.name ?? '',
    description: definition?.description ?? '',
    host: definition?.host ?? '',
    port: definition?.port ?? null,
    tls: definition?.tls ?? 'starttls',
    insecure: definition?.insecure ?? false,
    sender: { name: definition?.sender.name ?? '', address: definition?.sender.address ?? '' },
    username: definition?.username ?? '',
    password: definition ? null : '',
    timeoutSeconds: definition?.timeoutSeconds ?? null,
  }
}

/** What is sent: a stored password left out, an emptied one taken away. */
export function toSmtpInput({ password, ...values }: SmtpValues): z.input<typeof smtpInputSchema> {
  return { type: 'smtp', ...values, password: password === '' ? null : (password ?? undefined) }
}

/** Whether a save would change by whom flows send. */
export function movesSmtpFlows(before: SmtpDefinition, values: SmtpValues): boolean {
  return before.host !== values.host.trim() || before.sender.address !== values.sender.address.trim()
}

/** Whether a stored password would go to another server, or with less protection. */
export function movesSmtpServer(
  before: SmtpDefinition | null,
  typed: Pick<SmtpValues, 'host' | 'port' | 'tls' | 'insecure'>,
): boolean {
  if (!before) return false
  const after = { ...before, ...typed, host: typed.host.trim() }
  return smtpDefinition.destination(before, 'password') !== smtpDefinition.destination(after, 'password')
}

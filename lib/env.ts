import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'

const blankIsAbsent = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsAbsent, schema.optional())
const withDefault = <T extends z.ZodType>(schema: T, value: z.input<T>) =>
  z.preprocess((given) => (given === '' || given === undefined ? value : given), schema)

const port = z.coerce.number('must be a port number').int('must be a whole number').min(0).max(65535)
const onOff = z.enum(['on', 'off'], 'must be on or off').transform((value) => value === 'on')
const originUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL, for example https://patchbay.example.com' })
  .transform((value) => value.replace(/\/+$/, ''))
const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
)

const ipAddress = z.union([z.ipv4(), z.ipv6()])
const ipOrRange = z.union([ipAddress, z.cidrv4(), z.cidrv6()])
const listOf = (item: z.ZodType, message: string) =>
  list.refine((texts) => texts.length > 0 && texts.every((text) => item.safeParse(text).success), message)
// Its value is never quoted in a message: it may hold a password.
const proxyUrl = z
  .string()
  .refine(
    isProxyUrl,
    'must be http:// or https://, a host and a port, for example http://user:password@proxy.internal:3128',
  )

/** Every setting of the deployment, with its default. The README's table is checked against this object. */
export const envSchema = z.object({
  NODE_ENV: withDefault(z.enum(['development', 'production', 'test']), 'production'),
  DATABASE_URL: optional(z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')),
  DATA_DIR: withDefault(
    z.string().transform((value) => (isAbsolute(value) ? value : resolve(value))),
    './data',
  ),
  HOST: withDefault(z.string(), '127.0.0.1'),
  PORT: withDefault(port, 3000),
  PUBLIC_URL: optional(originUrl),
  HOSTED_URL: optional(originUrl),
  ROLE: withDefault(z.enum(['all', 'console', 'api', 'worker'], 'must be all, console, api or worker'), 'all'),
  VAULT_KEY: optional(z.string().regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal digits: openssl rand -hex 32')),
  VAULT_KEY_PREVIOUS: optional(
    z.string().regex(/^[0-9a-fA-F]{64}$/, 'must be the former VAULT_KEY, 64 hexadecimal digits'),
  ),
  EGRESS_ALLOW: optional(list),
  EGRESS_STATIC_IPS: optional(
    listOf(ipOrRange, 'must be addresses or ranges by comma, for example 203.0.113.7,203.0.113.8'),
  ),
  EGRESS_LOCAL_ADDRESSES: optional(
    listOf(ipAddress, 'must be addresses of this machine by comma, for example 203.0.113.7'),
  ),
  EGRESS_PROXY_URL: optional(proxyUrl),
  TRUST_PROXY: withDefault(onOff, 'off'),
  SANDBOX: withDefault(onOff, 'on'),
  SANDBOX_PORT: withDefault(port, 3999),
  LOG_LEVEL: withDefault(z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']), 'info'),
})

export type Env = z.output<typeof envSchema>

/**
 * Parses the environment.
 * @throws Error that names every bad variable and what it must be
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = envSchema.safeParse(source)
  const lines = parsed.success
    ? [...staticIpProblems(parsed.data), ...vaultKeyProblems(parsed.data)]
    : parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  if (parsed.success && lines.length === 0) return parsed.data
  throw new Error(`These settings are not valid:\n${lines.map((line) => `  ${line}`).join('\n')}`)
}

let current: Env | undefined

/** The process's settings, parsed once at first use. */
export function env(): Env {
  current ??= parseEnv(process.env)
  return current
}

/** What is wrong with the settings of static addresses together. */
function staticIpProblems(settings: Env): string[] {
  const { EGRESS_STATIC_IPS: shown, EGRESS_LOCAL_ADDRESSES: local, EGRESS_PROXY_URL: proxy } = settings
  if (local && proxy) return ['EGRESS_PROXY_URL: set either it or EGRESS_LOCAL_ADDRESSES: requests leave one way.']
  if (shown && !local && !proxy)
    return ['EGRESS_STATIC_IPS: set EGRESS_LOCAL_ADDRESSES or EGRESS_PROXY_URL too, so that requests leave from them.']
  if (proxy && !shown)
    return [
      'EGRESS_PROXY_URL: set EGRESS_STATIC_IPS too: the addresses that the proxy sends from, shown in the console.',
    ]
  return []
}

function vaultKeyProblems({ VAULT_KEY: current, VAULT_KEY_PREVIOUS: previous }: Env): string[] {
  return previous && !current ? ['VAULT_KEY_PREVIOUS: set VAULT_KEY, the new key, too.'] : []
}

function isProxyUrl(text: string): boolean {
  if (!/^https?:\/\/[^/?#\s]+\/?$/.test(text) || !URL.canParse(text)) return false
  try {
    const { username, password } = new URL(text)
    // Basic authentication has no colon in its user name (RFC 7617), and a header no line breaks.
    const decoded = [decodeURIComponent(username), decodeURIComponent(password)]
    return !decoded[0]?.includes(':') && !decoded.some((part) => /\p{Cc}/u.test(part))
  } catch {
    return false
  }
}

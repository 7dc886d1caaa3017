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
  ROLE: withDefault(z.enum(['all', 'console', 'api', 'worker'], 'must be all, console, api or worker'), 'all'),
  VAULT_KEY: optional(z.string().regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal digits: openssl rand -hex 32')),
  EGRESS_ALLOW: optional(list),
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
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`These settings are not valid:\n${lines.join('\n')}`)
}

let current: Env | undefined

/** The process's settings, parsed once at first use. */
export function env(): Env {
  current ??= parseEnv(process.env)
  return current
}

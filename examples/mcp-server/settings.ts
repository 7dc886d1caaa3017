import { z } from 'zod'

const settingsSchema = z.object({
  PATCHBAY_URL: z.url(),
  PROJECT_ID: z.string().min(1),
  /** The outbound app whose tokens the tool needs. */
  APP_ID: z.string().min(1),
  /** What the tool reads at the third party with the token. */
  PROFILE_URL: z.url(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3_200),
  HOST: z.string().default('127.0.0.1'),
  /** How browsers reach this server. */
  PUBLIC_URL: z.url().optional(),
})

export type Settings = Readonly<Omit<z.output<typeof settingsSchema>, 'PUBLIC_URL'> & { PUBLIC_URL: string }>

/**
 * The settings of the environment.
 * @throws Error that names each variable that is missing or wrong
 */
export function readSettings(environment: Record<string, string | undefined>): Settings {
  const parsed = settingsSchema.safeParse(environment)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
    throw new Error(`Set the variables of README.md.\n${problems.join('\n')}`)
  }
  const { data } = parsed
  return { ...data, PUBLIC_URL: data.PUBLIC_URL ?? `http://${data.HOST}:${data.PORT}` }
}

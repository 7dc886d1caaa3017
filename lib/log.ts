import pino from 'pino'
import { env } from './env'

/**
 * The process's logger: JSON lines. Bodies, headers and settings are never logged, only ids, codes and counts; the
 * redaction here is the last fence, not the first.
 */
export const log = pino({
  level: env().LOG_LEVEL,
  base: undefined,
  timestamp: pino.stdTimeFunctions.isoTime,
  serializers: { err: toLoggedError },
  redact: {
    paths: [
      '*.password',
      '*.token',
      '*.secret',
      '*.authorization',
      '*.cookie',
      'req.headers',
      'res.headers',
      '*.*.authorization',
      '*.*.cookie',
    ],
    censor: '[secret]',
  },
})

/**
 * What a log line tells of an error. Of errors of the database and of Prisma only name, code and place: their messages
 * and details quote the values of rows.
 */
export function toLoggedError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? []
  const quotesValues = 'severity' in error || error.name.startsWith('Prisma') || error.name === 'DriverAdapterError'
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    ...(quotesValues ? {} : { message: error.message }),
    stack: frames.join('\n'),
  }
}

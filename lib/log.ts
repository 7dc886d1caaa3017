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

import pino from 'pino'
import { env } from '@/server/env'
import { processWide } from '@/server/platform/process-wide'

/**
 * JSON lines on standard output, one event a line whatever the input. Fields that could hold a secret are cut out,
 * at the top and one level below.
 */
export function log(): pino.Logger {
  return processWide('log', () =>
    pino({
      level: env().LOG_LEVEL,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: ['password', 'token', 'secret', 'cookie', 'authorization'].flatMap((name) => [name, `*.${name}`]),
        censor: '[secret]',
      },
    }),
  )
}

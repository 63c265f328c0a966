import pino from 'pino'
import { env } from '@/server/env'
import { loggedError } from '@/server/log-error'
import { processWide } from '@/server/platform/process-wide'

/**
 * JSON lines on standard output, one event a line whatever the input. Fields that could hold a secret are cut out,
 * at the top and one level below.
 */
export function log(): pino.Logger {
  return processWide('log', () => logTo(1))
}

/** For a program whose standard output is its answer. Has its effect before the first line is logged. */
export function logToStandardError(): void {
  processWide('log', () => logTo(2))
}

function logTo(descriptor: 1 | 2): pino.Logger {
  const options: pino.LoggerOptions = {
    level: env().LOG_LEVEL,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: loggedError },
    redact: {
      paths: ['password', 'token', 'secret', 'cookie', 'authorization'].flatMap((name) => [name, `*.${name}`]),
      censor: '[secret]',
    },
  }
  return pino(options, pino.destination(descriptor))
}

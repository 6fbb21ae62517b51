import { type DestinationStream, type Logger, pino } from 'pino'
import { errorRecord } from './error-record.ts'

export type { Logger } from 'pino'

/** Keys whose values never reach a log, wherever they occur in a logged object. */
const SECRET_KEYS = [
  'access_token',
  'secret',
  'token',
  'mobile',
  'phone',
  'content',
  'text',
  'comment',
  'authorization',
  'cookie',
]

/** A JSON logger on stderr (stdout belongs to a command's own output). */
export function createLog(
  level: string,
  to: DestinationStream = pino.destination({ fd: 2, sync: false }),
): Logger {
  const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`])
  const redact = { paths, censor: '[redacted]' }
  return pino({ level, redact, serializers: { err: errorRecord } }, to)
}

/** A logger that says nothing, for tests and commands. */
export const silentLog: Logger = pino({ level: 'silent' })

/** What is to be done about an errcode of WeCom. */
export type ErrorClass =
  /** The token is no longer good: fetch another and try once more. */
  | 'refresh'
  /** WeCom is busy: try later. */
  | 'retry'
  /** Too many or too many at once: wait, then try. */
  | 'throttle'
  /** The app is set up wrongly: tell the operator; trying again is no use. */
  | 'config'
  /** This receiver cannot be reached. */
  | 'recipient'
  /** A customer of 微信客服 must write first: five messages or 48 hours have passed, or the session is over (doc 94677). */
  | 'window'
  /** Our request is wrong: a bug of ours. */
  | 'payload'
  /** A login code was used or is too old: log in again. */
  | 'login'

/** WeCom refused. */
export interface Failure {
  readonly kind: 'failed'
  readonly class: ErrorClass
  /** Absent when there was no answer to the request for a token. */
  readonly errcode?: number
  /** WeCom's words, without secrets; for the operator's log. */
  readonly errmsg: string
  /** How long to wait before trying again; absent when trying again is no use. */
  readonly retryAfterMs?: number
}

/** The codes of each class: the one table (docs 90313, 90455). */
export const errorCodes: Readonly<Record<ErrorClass, readonly number[]>> = {
  refresh: [40001, 40014, 42001],
  retry: [-1, 6000, 41063, 41096],
  throttle: [45009, 45033],
  config: [
    40013, 40056, 40091, 41001, 41002, 41004, 48002, 48006, 50001, 50003, 60020, 80001, 85005,
    95000, 95011, 95012, 95014, 95017, 301002,
  ],
  recipient: [
    40003, 40031, 40096, 40098, 41048, 41054, 46004, 60011, 60111, 81013, 82001, 84061, 701008,
  ],
  window: [95001, 95013, 95016, 95018],
  payload: [
    40007, 40008, 40032, 40035, 40058, 40063, 42014, 44004, 45002, 45008, 82002, 82003, 85002,
    95004, 95007, 95008, 830002,
  ],
  login: [40029, 40078],
}

const CLASS_OF: ReadonlyMap<number, ErrorClass> = new Map(
  Object.entries(errorCodes).flatMap(([name, codes]) =>
    // Object.entries widens the key of errorCodes to string
    codes.map((code) => [code, name as ErrorClass] as const),
  ),
)

/**
 * The class of an errcode. An unlisted code is `payload`: only failures of the
 * system deserve a retry, the rest are bugs that somebody must see, and a message that failed so
 * can still be sent again by hand.
 */
export function classOf(errcode: number): ErrorClass {
  return CLASS_OF.get(errcode) ?? 'payload'
}

/** Milliseconds to wait before the next try: 45009 blocks for at least a minute (doc 90454), a busy system wants a second (doc 90455). */
function retryAfterMs(errcode: number): number | undefined {
  if (errcode === 45009) return 60_000
  if (errcode === 45033) return 5_000
  return classOf(errcode) === 'retry' ? 1_000 : undefined
}

/** WeCom's errmsg without secrets: it repeats the URL now and then, access token included. */
export function redacted(errmsg: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret !== '')
  return known
    .reduce((text, secret) => text.replaceAll(secret, '[redacted]'), errmsg)
    .replace(
      /\b(access_token|corpsecret|code)(["']?\s*[=:]\s*["']?)[^&\s"',\]]+/gi,
      '$1$2[redacted]',
    )
    .slice(0, 500)
}

/** The outcome for an errcode other than 0. `secrets` are removed from the message. */
export function failureOf(errcode: number, errmsg: string, secrets: readonly string[]): Failure {
  const wait = retryAfterMs(errcode)
  return {
    kind: 'failed',
    class: classOf(errcode),
    errcode,
    errmsg: redacted(errmsg, secrets),
    ...(wait !== undefined && { retryAfterMs: wait }),
  }
}

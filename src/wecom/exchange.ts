import { z } from 'zod'
import { withinTime } from '../base/index.ts'

/** What is asked of a server. */
export interface HttpAsk {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly signal?: AbortSignal
}

/** What a server answers; the platform's Response is one. */
export interface HttpAnswer {
  readonly status: number
  readonly ok: boolean
  readonly headers: { get(name: string): string | null }
  readonly body: AsyncIterable<Uint8Array> | null
  text(): Promise<string>
}

/** Asks a server. Rejects as the platform's fetch does; it follows no redirect, which would carry the access token elsewhere. */
export type Fetch = (url: string, ask?: HttpAsk) => Promise<HttpAnswer>

/** No answer that could be understood: whether WeCom acted is unknown. */
export interface Unknown {
  readonly kind: 'unknown'
  /** `unreachable`: no connection was made, so WeCom certainly did not act. */
  readonly reason: 'timeout' | 'network' | 'unreachable' | 'not-an-answer'
  /** HTTP status, where there was one. */
  readonly status?: number
  readonly retryAfterMs: number
}

/** WeCom's JSON answer: success is errcode 0 (doc 91039). */
export interface JsonAnswer {
  readonly kind: 'json'
  readonly errcode: number
  readonly errmsg: string
  readonly body: unknown
}

/** A file, at most as large as was asked for. */
export interface FileAnswer {
  readonly kind: 'file'
  readonly bytes: Buffer
  readonly contentType: string
}

/** A file larger than was asked for; nothing of it is kept. */
export interface TooLarge {
  readonly kind: 'too-large'
}

const BACK_OFF_MS = 1_000

const answerSchema = z.looseObject({ errcode: z.number().int(), errmsg: z.string().default('') })

/** One request and its whole answer within `timeoutMs`. Never throws: a fault is `unknown`. */
export async function exchange(
  fetch: Fetch,
  url: string,
  ask: HttpAsk,
  timeoutMs: number,
): Promise<JsonAnswer | Unknown> {
  return guarded(timeoutMs, async (signal) => readJson(await fetch(url, { ...ask, signal })))
}

/** As exchange, for a file of at most `maxBytes`; WeCom answers with JSON when it has none (doc 90254). */
export async function exchangeFile(
  fetch: Fetch,
  url: string,
  maxBytes: number,
  timeoutMs: number,
): Promise<JsonAnswer | FileAnswer | TooLarge | Unknown> {
  return guarded(timeoutMs, async (signal) => {
    const response = await fetch(url, { signal })
    const contentType = response.headers.get('content-type') ?? ''
    if (!response.ok || /json|text/.test(contentType)) return readJson(response)
    const bytes = await readAtMost(response, maxBytes)
    return bytes ? { kind: 'file', bytes, contentType } : { kind: 'too-large' }
  })
}

async function guarded<T>(
  timeoutMs: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | Unknown> {
  try {
    return await withinTime(timeoutMs, run)
  } catch (error) {
    const timeout = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name)
    return {
      kind: 'unknown',
      reason: timeout ? 'timeout' : isUnreachable(error) ? 'unreachable' : 'network',
      retryAfterMs: BACK_OFF_MS,
    }
  }
}

/** The code of an error, or of its cause, when there never was a connection. */
const NO_CONNECTION: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && NO_CONNECTION.has(error.code)) || isUnreachable(error.cause)
}

async function readJson(response: HttpAnswer): Promise<JsonAnswer | Unknown> {
  const parsed = answerSchema.safeParse(parseJson(await response.text()))
  if (!parsed.success) {
    const { status } = response
    return { kind: 'unknown', reason: 'not-an-answer', status, retryAfterMs: BACK_OFF_MS }
  }
  const { errcode, errmsg } = parsed.data
  return { kind: 'json', errcode, errmsg, body: parsed.data }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function readAtMost(response: HttpAnswer, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the download.
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

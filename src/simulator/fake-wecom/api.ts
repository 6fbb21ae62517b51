import { type Answer, type Asked, refuse } from './answers.ts'
import { ConnectionLost, type Faults } from './faults.ts'
import type { FakeMedia } from './media.ts'
import type { FakeTokens } from './tokens.ts'

/** A call that was made, for tests to count. */
export interface ApiCall {
  readonly path: string
  readonly at: Date
  /** Absent for files and broken connections. */
  readonly errcode?: number
}

/** A call as it is noted: its JSON, and its answer where there is one. */
export interface NotedCall {
  readonly path: string
  readonly request?: unknown
  readonly answer?: Answer
}

/** What the API consists of. */
export interface ApiParts {
  readonly tokens: FakeTokens
  readonly media: FakeMedia
  readonly faults: Faults
  /** Who stands behind a code of the sign-in page. */
  readonly visitor: (code: string | null) => Answer
  readonly send: (json: unknown, raw: string) => Answer
  readonly update: (json: unknown) => Answer
  /** The calls of 微信客服 and 客户联系, by what their paths begin with; undefined for a path that is none. */
  readonly below: Readonly<Record<string, (path: string, json: unknown) => Answer | undefined>>
  readonly note: (call: NotedCall) => void
}

/**
 * Answers one request to `…/cgi-bin/…`, whatever stands before it: with JSON, or with what is none.
 * Rejects with ConnectionLost where the connection shall break.
 */
export async function answerApi(request: Asked, parts: ApiParts): Promise<Answer | Response> {
  const url = new URL(request.url)
  const path = url.pathname.split('/cgi-bin/')[1] ?? ''
  const fault = parts.faults.take(path)
  switch (fault?.kind) {
    case 'errcode':
      return noted(path, refuse(fault.errcode, `injected ${fault.errcode}`), parts)
    case 'status':
      parts.note({ path })
      return new Response('<html>unavailable</html>', { status: fault.status })
    case 'hang':
      parts.note({ path })
      return aborted(request.signal)
    case 'reset':
      parts.note({ path })
      throw new ConnectionLost()
  }
  const response = await route(request, url, path, parts)
  if (fault?.kind === 'lost-answer') throw new ConnectionLost()
  return response
}

function noted(path: string, answer: Answer, parts: ApiParts, request?: unknown): Answer {
  parts.note({ path, answer, request })
  return answer
}

async function route(
  request: Asked,
  url: URL,
  path: string,
  parts: ApiParts,
): Promise<Answer | Response> {
  const plain = (answer: Answer, json?: unknown) => noted(path, answer, parts, json)
  if (path === 'gettoken') return plain(parts.tokens.grant(url.searchParams))
  const refusal = parts.tokens.refusal(url.searchParams.get('access_token'))
  if (refusal) return plain(refusal)
  if (path === 'auth/getuserinfo') return plain(parts.visitor(url.searchParams.get('code')))
  if (path === 'media/get') {
    parts.note({ path, request: { media_id: url.searchParams.get('media_id') } })
    return parts.media.get(url.searchParams.get('media_id'))
  }
  if (path === 'media/upload') {
    return plain(await parts.media.upload(url.searchParams.get('type'), request))
  }
  const below = path.includes('/') ? parts.below[path.split('/')[0] ?? ''] : undefined
  if (!below && path !== 'message/send' && path !== 'message/update_template_card') {
    parts.note({ path })
    return new Response(null, { status: 404 })
  }
  if (request.method !== 'POST') return plain(refuse(43002, 'require POST method'))
  const raw = await request.text()
  const json = parseJson(raw)
  if (below) return plain(below(path, json) ?? refuse(-1, 'no such call'), json)
  return plain(path === 'message/send' ? parts.send(json, raw) : parts.update(json), json)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // refused by the call's own schema
  }
}

/** Rejects when the caller gives up. */
export function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

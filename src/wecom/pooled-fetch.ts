import { Agent, type Dispatcher, request } from 'undici'
import type { Fetch } from './exchange.ts'

/**
 * HTTP over connections that are kept open. What the platform's own fetch does beyond that costs more than all the
 * rest of sending a message. A redirect is not followed: it is an answer like any other.
 */
export function pooledFetch(): Fetch {
  const dispatcher = new Agent()
  return async (url, { method, headers, body, signal } = {}) => {
    const answer = await request(url, {
      dispatcher,
      ...(method && { method }),
      ...(headers && { headers }),
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    })
    return {
      status: answer.statusCode,
      ok: answer.statusCode >= 200 && answer.statusCode < 300,
      headers: { get: (name) => headerOf(answer, name) },
      body: answer.body,
      text: () => answer.body.text(),
    }
  }
}

function headerOf({ headers }: Dispatcher.ResponseData, name: string): string | null {
  const value = headers[name.toLowerCase()]
  return (Array.isArray(value) ? value[0] : value) ?? null
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import getRawBody from 'raw-body'
import type { Answer, Asked } from './answers.ts'

const BODY_LIMIT = 25 * 1024 * 1024

/**
 * Serves the API on node:http; a rejection breaks the connection. JSON goes without the platform's Request and
 * Response, which would take longer than the whole call.
 */
export function nodeHandler(answer: (request: Asked) => Promise<Answer | Response>) {
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    try {
      const given = await answer(asked(incoming, outgoing))
      if (given instanceof Response) {
        outgoing.writeHead(given.status, Object.fromEntries(given.headers))
        outgoing.end(Buffer.from(await given.arrayBuffer()))
      } else {
        outgoing.writeHead(200, { 'content-type': 'application/json' })
        outgoing.end(JSON.stringify(given))
      }
    } catch {
      incoming.socket.destroy()
    }
  }
}

function asked(incoming: IncomingMessage, outgoing: ServerResponse): Asked {
  const { method = 'GET' } = incoming
  const url = `http://wecom.invalid${incoming.url ?? '/'}`
  return {
    url,
    method,
    get signal() {
      const gone = new AbortController()
      outgoing.on('close', () => {
        if (!outgoing.writableFinished) gone.abort()
      })
      return gone.signal
    },
    text: () => getRawBody(incoming, { limit: BODY_LIMIT, encoding: 'utf8' }),
    async formData() {
      const body = new Uint8Array(await getRawBody(incoming, { limit: BODY_LIMIT }))
      const headers = { 'content-type': incoming.headers['content-type'] ?? '' }
      return new Request(url, { method, headers, body }).formData()
    },
  }
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import getRawBody from 'raw-body'

const BODY_LIMIT = 25 * 1024 * 1024

/** Serves a handler of web requests on node:http; a rejection breaks the connection. */
export function nodeHandler(answer: (request: Request) => Promise<Response>) {
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const gone = new AbortController()
    outgoing.on('close', () => {
      if (!outgoing.writableFinished) gone.abort()
    })
    try {
      const response = await answer(await webRequest(incoming, gone.signal))
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    } catch {
      incoming.socket.destroy()
    }
  }
}

async function webRequest(incoming: IncomingMessage, signal: AbortSignal): Promise<Request> {
  const { method = 'GET', url = '/' } = incoming
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, String(value))
  }
  const target = new URL(url, 'http://wecom.invalid')
  if (method === 'GET' || method === 'HEAD') return new Request(target, { method, headers, signal })
  const body = new Uint8Array(await getRawBody(incoming, { limit: BODY_LIMIT }))
  return new Request(target, { method, headers, body, signal })
}

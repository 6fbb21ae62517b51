import { createServer, type RequestListener } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { silentLog, systemClock } from '../../src/base/index.ts'
import { createWecomClient, pooledFetch } from '../../src/wecom/index.ts'
import { closed, listening } from '../support/listening.ts'

const fetch = pooledFetch()
const ends: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

/** A WeCom that gives a token and answers everything else so. */
async function wecom(answer: RequestListener) {
  const sockets = new Set<unknown>()
  const server = createServer((request, response) => {
    sockets.add(request.socket)
    if (!request.url?.startsWith('/cgi-bin/gettoken')) return answer(request, response)
    response.end(JSON.stringify({ errcode: 0, errmsg: 'ok', access_token: 't', expires_in: 7200 }))
  })
  const apiBase = await listening(server)
  const stop = () => closed(server)
  ends.push(stop)
  const app = { corpId: 'ww1', agentId: '1', secret: 's', apiBase, timeoutMs: 300 }
  const client = createWecomClient({ ...app, fetch, clock: systemClock, log: silentLog })
  const send = () =>
    client.send({
      to: ['zhangmin'],
      body: { msgtype: 'text', text: { content: '您好' } },
      duplicateCheckSeconds: 1,
    })
  return { client, send, stop, sockets, apiBase }
}

test('messages one after another share connections, and arrive whole', async () => {
  const bodies: string[] = []
  const { send, sockets } = await wecom(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    bodies.push(Buffer.concat(chunks).toString('utf8'))
    response.end(JSON.stringify({ errcode: 0, errmsg: 'ok', msgid: 'm1' }))
  })
  for (let i = 0; i < 5; i++) expect(await send()).toMatchObject({ kind: 'sent', msgId: 'm1' })
  // One may still be busy with its answer's end when the next message wants to go.
  expect(sockets.size).toBeLessThan(3)
  expect(bodies.map((body) => JSON.parse(body).text.content)).toEqual(Array(5).fill('您好'))
})

test('a redirect is not followed', async () => {
  let followed = 0
  const { send, apiBase } = await wecom((request, response) => {
    if (request.url?.startsWith('/elsewhere')) followed++
    response.writeHead(302, { location: `${apiBase}/elsewhere` }).end()
  })
  expect(await send()).toMatchObject({ kind: 'unknown', reason: 'not-an-answer', status: 302 })
  expect(followed).toBe(0)
})

test('an answer that does not come is given up in time, and may have been acted on', async () => {
  const { send } = await wecom(() => undefined)
  expect(await send()).toMatchObject({ kind: 'unknown', reason: 'timeout' })
})

test('a connection that breaks may have been acted on', async () => {
  const { send } = await wecom((request) => request.socket.destroy())
  expect(await send()).toMatchObject({ kind: 'unknown', reason: 'network' })
})

test('a server that does not listen any more has certainly not acted', async () => {
  const { send, stop } = await wecom((_, response) =>
    response.end(JSON.stringify({ errcode: 0, errmsg: 'ok', msgid: 'm1' })),
  )
  expect(await send()).toMatchObject({ kind: 'sent' })
  await stop()
  // The kept connection breaks first.
  await send()
  expect(await send()).toMatchObject({ kind: 'unknown', reason: 'unreachable' })
})

test('of a file that is too large no more is read than it takes to know', async () => {
  const { client } = await wecom((_, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' })
    const more = (): void =>
      void (response.write(Buffer.alloc(65_536))
        ? setImmediate(more)
        : response.once('drain', more))
    more()
  })
  expect(await client.getMedia('m', 100_000)).toEqual({ kind: 'too-large' })
})

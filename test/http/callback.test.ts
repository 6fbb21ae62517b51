import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { breakableLine } from '../support/breakable-line.ts'
import { chatXml, sealed } from '../support/envelope.ts'
import { openOffice, type TestOffice } from '../support/office.ts'

const START = '2026-09-10T09:30:00+08:00'
const NOW = Date.parse(START) / 1000
const line = breakableLine()
let office: TestOffice

beforeAll(async () => {
  office = await openOffice(START, { reach: line.to })
})
afterAll(async () => {
  await office[Symbol.asyncDispose]()
  await line[Symbol.asyncDispose]()
})

const url = (query: URLSearchParams): string => `${office.origin}/wecom/callback?${query}`
const post = (query: URLSearchParams, body: string): Promise<Response> =>
  fetch(url(query), { method: 'POST', headers: { 'content-type': 'text/xml' }, body })
const inbound = () => office.database.client.inbound.findMany()

describe('URL verification', () => {
  const ask = (given: Parameters<typeof sealed>[1] = {}): Promise<Response> => {
    const { query, ciphertext } = sealed('1616140317555161061', given)
    query.set('echostr', ciphertext)
    return fetch(url(query))
  }

  test('answers with the bare text', async () => {
    const response = await ask()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(await response.text()).toBe('1616140317555161061')
  })

  test('needs no database, and a second at most', async () => {
    await line.cut()
    try {
      expect(await office.fake.verifyUrl()).toBe(true)
    } finally {
      await line.mend()
    }
  })

  test.each([
    ['another token', { token: 'wrong' }],
    ['another key', { encodingAesKey: 'a'.repeat(43) }],
    ['another corp', { receiveId: 'ww2' }],
  ])('refuses %s with 403 and nothing else', async (_, given) => {
    const response = await ask(given)
    expect(response.status).toBe(403)
    expect(await response.text()).toBe('')
  })

  test('refuses a query without a signature, or with one twice', async () => {
    expect((await fetch(`${office.origin}/wecom/callback`)).status).toBe(403)
    const { query, ciphertext } = sealed('1')
    query.set('echostr', ciphertext)
    query.append('msg_signature', query.get('msg_signature') ?? '')
    expect((await fetch(url(query))).status).toBe(403)
  })
})

describe('a callback', () => {
  test.each([
    ['token', { token: 'wrong' }],
    ['key', { encodingAesKey: 'a'.repeat(43) }],
    ['corp id', { receiveId: 'ww2' }],
  ])(
    'with a wrong %s is refused with 403 and an empty body, and leaves nothing',
    async (_, given) => {
      const { query, body } = sealed(chatXml('li', '待办', NOW, '1'), given)
      const response = await post(query, body)
      expect(response.status).toBe(403)
      expect(await response.text()).toBe('')
      expect(await inbound()).toEqual([])
    },
  )

  test('whose ciphertext was changed on the way is refused', async () => {
    const { query, body } = sealed(chatXml('li', '待办', NOW, '1'))
    const changed = body.replace(
      /(<Encrypt><!\[CDATA\[.{20})(.)/,
      (_, head, c) => head + (c === 'A' ? 'B' : 'A'),
    )
    expect(changed).not.toBe(body)
    expect((await post(query, changed)).status).toBe(403)
  })

  test.each([
    ['cut short', '<xml><Encrypt>abc'],
    ['without ciphertext', '<xml><ToUserName>ww1</ToUserName></xml>'],
    ['with a DOCTYPE', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><Encrypt>&a;</Encrypt></xml>'],
    ['that is JSON', '{"encrypt":"abc"}'],
    ['that is empty', ''],
  ])('%s is malformed: 400', async (_, body) => {
    const response = await post(sealed('<xml/>').query, body)
    expect(response.status).toBe(400)
    expect(await response.text()).toBe('')
  })

  test.each([
    ['JSON', '{"MsgType":"text"}'],
    ['a DOCTYPE', `<!DOCTYPE xml><xml><MsgType>text</MsgType></xml>`],
    ['XML that names no sender', '<xml><MsgType>text</MsgType></xml>'],
  ])('that seals %s is refused with 400', async (_, plaintext) => {
    const { query, body } = sealed(plaintext)
    expect((await post(query, body)).status).toBe(400)
    expect(await inbound()).toEqual([])
  })

  test('of exactly 64 KB is read, one byte more is 413', async () => {
    const { query, body } = sealed(chatXml('stranger', '您好', NOW, '64'))
    const padded = (bytes: number): string =>
      body.replace('</xml>', `${' '.repeat(bytes - Buffer.byteLength(body))}</xml>`)
    expect((await post(query, padded(65_536))).status).toBe(200)
    const response = await post(query, padded(65_537))
    expect(response.status).toBe(413)
    expect(await response.text()).toBe('')
  })

  test('that is too long and does not say so is 413 as well', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('<xml>'.padEnd(65_537)))
        controller.close()
      },
    })
    const { query } = sealed('<xml/>')
    // `duplex` is required for a stream and missing in the platform's types.
    const init = { method: 'POST', body, duplex: 'half' }
    expect((await fetch(url(query), init)).status).toBe(413)
  })

  test('with an unknown event is answered 200 with an empty body', async () => {
    expect(await office.fake.event('li', 'open_approval_change')).toEqual({ kind: 'answered' })
    expect(await office.fake.event('li', 'enter_agent')).toEqual({ kind: 'answered' })
  })

  test('is taken however old its query timestamp is', async () => {
    const xml = chatXml('stranger', '您好', NOW, '2')
    const { query, body } = sealed(xml, { timestamp: '1409659813' })
    const response = await post(query, body)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/xml/)
  })

  test('sent more than 24 hours ago is answered 200, not acted on, and audited without its words', async () => {
    const { query, body } = sealed(chatXml('li', '密不可传', NOW - 24 * 3600 - 1, '3'))
    const response = await post(query, body)
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    const audited = await office.database.client.audit.findMany()
    expect(audited).toMatchObject([{ actor: 'li', act: 'refuse-stale-message' }])
    expect(JSON.stringify(audited.map(({ thing, detail }) => [thing, detail]))).not.toContain('密')
    expect(
      (await inbound()).filter((row) => row.userid === 'li' && row.dedupeKey.includes(':3:')),
    ).toEqual([])
  })
})

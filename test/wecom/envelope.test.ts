import { expect, test } from 'vitest'
import { systemEntropy } from '../../src/base/index.ts'
import {
  callbackKeys,
  encrypt,
  openCallback,
  openVerification,
  parseXml,
  passiveText,
  sealReply,
  signatureOf,
} from '../../src/wecom/index.ts'

const keys = callbackKeys({
  token: 'QDG6eK',
  encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
  receiveId: 'ww1',
})
const inner = '<xml><Content><![CDATA[你好]]></Content></xml>'
const ciphertext = encrypt(keys, inner, Buffer.alloc(16, 3))
const query = {
  msg_signature: signatureOf(keys.token, '1700000000', 'n1', ciphertext),
  timestamp: '1700000000',
  nonce: 'n1',
}
const envelope = (encrypted: string) =>
  `<xml><ToUserName><![CDATA[ww1]]></ToUserName><AgentID>1000002</AgentID><Encrypt>${encrypted}</Encrypt></xml>`

test('opens an envelope with and without CDATA', () => {
  for (const text of [`<![CDATA[${ciphertext}]]>`, ciphertext]) {
    expect(openCallback(keys, query, envelope(text))).toEqual({ kind: 'ok', text: inner })
  }
})

test.each([
  ['empty', ''],
  ['JSON', '{"encrypt":"x"}'],
  ['words', 'hello'],
  ['unclosed', `<xml><Encrypt>${ciphertext}`],
  ['crossed tags', `<xml><Encrypt>${ciphertext}</xml></Encrypt>`],
  ['text after the end', `${envelope(ciphertext)}more`],
  ['another root', `<html><Encrypt>${ciphertext}</Encrypt></html>`],
  ['no Encrypt', '<xml><A>1</A></xml>'],
  ['an empty Encrypt', envelope('')],
  ['a nested Encrypt', envelope('<b>x</b>')],
  ['a DOCTYPE', `<!DOCTYPE xml>${envelope(ciphertext)}`],
  ['an entity', `<!DOCTYPE xml [<!ENTITY e "${ciphertext}">]>${envelope('&e;')}`],
  ['a DOCTYPE inside', `<xml><!DOCTYPE x><Encrypt>${ciphertext}</Encrypt></xml>`],
  ['a reserved name', `<xml><__proto__>1</__proto__><Encrypt>${ciphertext}</Encrypt></xml>`],
  ['nesting without end', `<xml>${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}</xml>`],
  ['over 64 KB', envelope('A'.repeat(65_536))],
])('%s is malformed', (_, body) => {
  expect(openCallback(keys, query, body)).toEqual({ kind: 'malformed' })
})

test.each([
  ['nothing', {}],
  ['a signature twice', { ...query, msg_signature: [query.msg_signature, query.msg_signature] }],
  ['another time', { ...query, timestamp: '1700000001' }],
])('a query with %s counts as wrongly signed', (_, wrong) => {
  expect(openCallback(keys, wrong, envelope(ciphertext))).toEqual({ kind: 'signature-mismatch' })
})

test('a duplicate Encrypt cannot smuggle in an unsigned second text', () => {
  const other = encrypt(keys, '<xml/>', Buffer.alloc(16, 4))
  const body = `<xml><Encrypt>${ciphertext}</Encrypt><Encrypt>${other}</Encrypt></xml>`
  expect(openCallback(keys, query, body)).toEqual({ kind: 'ok', text: inner })
})

test('hostile XML of 64 KB is judged in well under a second', () => {
  const started = performance.now()
  for (const part of ['<', '<a>', '<a/>', '<!--', '<![CDATA[', '&', ' a="1"', "='"]) {
    parseXml(`<xml>${part.repeat(Math.floor(65_000 / part.length))}`)
    parseXml(`<xml${part.repeat(Math.floor(65_000 / part.length))}></xml>`)
  }
  expect(performance.now() - started).toBeLessThan(4_000)
})

test('URL verification gives the bare text, also where a proxy turned + into a space', () => {
  const random = [...Array(256).keys()].map((n) => Buffer.alloc(16, n))
  const echo = random.map((bytes) => encrypt(keys, '161614', bytes)).find((c) => c.includes('+'))
  const signature = signatureOf(keys.token, '1', 'n', echo ?? '')
  const given = { msg_signature: signature, timestamp: '1', nonce: 'n', echostr: echo }
  expect(openVerification(keys, given)).toEqual({ kind: 'ok', text: '161614' })
  const spaced = { ...given, echostr: echo?.replaceAll('+', ' ') }
  expect(openVerification(keys, spaced)).toEqual({ kind: 'ok', text: '161614' })
  expect(openVerification(keys, { ...given, nonce: 'm' })).toEqual({ kind: 'signature-mismatch' })
  expect(openVerification(keys, query)).toEqual({ kind: 'signature-mismatch' })
})

test('a sealed reply opens with the same keys and signature', () => {
  const at = new Date('2026-09-08T01:02:03.900Z')
  const plain = passiveText({ corpId: 'ww1', userId: 'li', at }, '好]]>的\u0000')
  const outer = parseXml(sealReply(keys, plain, at, systemEntropy))
  expect(outer?.timestamp).toBe('1788829323')
  const signed = {
    msg_signature: outer?.msgsignature,
    timestamp: outer?.timestamp,
    nonce: outer?.nonce,
  }
  const opened = openCallback(keys, signed, envelope(String(outer?.encrypt)))
  expect(opened).toEqual({ kind: 'ok', text: plain })
  expect(parseXml(plain)).toEqual({
    tousername: 'li',
    fromusername: 'ww1',
    createtime: '1788829323',
    msgtype: 'text',
    content: '好]]>的',
  })
})

test('a passive text is cut to 2,048 bytes without breaking a character', () => {
  const plain = passiveText({ corpId: 'ww1', userId: 'li', at: new Date(0) }, '超'.repeat(2000))
  const content = String(parseXml(plain)?.content)
  expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2048)
  expect(content).toMatch(/^超{680,}…$/)
})

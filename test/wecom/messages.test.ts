import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  buttonCard,
  cardMessage,
  foreignHtml,
  foreignLine,
  foreignMarkdown,
  foreignText,
  markdownMessage,
  noticeCard,
  requestJson,
  selectCard,
  textMessage,
  textMessages,
  voteCard,
} from '../../src/wecom/index.ts'
import { wecomRig } from '../support/wecom.ts'

test('a text of 2,048 bytes goes, one more is an error, nothing is an error', () => {
  const most = `${'超'.repeat(682)}ab`
  expect(textMessage(most)).toEqual({ msgtype: 'text', text: { content: most } })
  expect(() => textMessage(`${most}c`)).toThrow('wecom.message-over-limit')
  expect(() => markdownMessage(`${most}c`)).toThrow('wecom.message-over-limit')
  expect(() => textMessage(' \n')).toThrow('wecom.empty-message')
})

test('a long text is split at line ends and loses only white space', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.string({ unit: fc.constantFrom('项', '目', 'a', '𠮷', '\n', ' '), maxLength: 900 }),
        {
          maxLength: 8,
        },
      ),
      (parts) => {
        const text = parts.join('\n')
        const pieces = textMessages(text).map((body) =>
          body.msgtype === 'text' ? body.text.content : '',
        )
        // Sixteen less than WeCom takes: the second time a text gets its number.
        expect(pieces.every((piece) => Buffer.byteLength(piece) <= 2032)).toBe(true)
        const bare = (words: string) => words.replace(/\s/g, '')
        expect(bare(pieces.join(''))).toBe(bare(text))
      },
    ),
  )
})

test('the same request is the same JSON, with the duplicate check only where asked for', () => {
  const request = { to: ['li', 'wang'], body: textMessage('好') }
  expect(requestJson(request, '1000002')).toBe(
    '{"touser":"li|wang","agentid":1000002,"msgtype":"text","text":{"content":"好"}}',
  )
  expect(JSON.parse(requestJson({ ...request, duplicateCheckSeconds: 99_999 }, '1'))).toMatchObject(
    {
      enable_duplicate_check: 1,
      duplicate_check_interval: 14_400,
    },
  )
})

const long = '很长的文字'.repeat(60)
const button = { text: long, key: 'k' }
const option = (n: number) => ({ id: `o${n}`, text: long })
const cards = [
  noticeCard({
    title: long,
    description: long,
    source: long,
    text: long,
    url: 'https://office.example/x',
    emphasis: { figure: long, note: long },
    rows: [{ name: long, value: long, url: 'https://office.example/y' }],
    links: [{ title: long, url: 'https://office.example/z' }],
  }),
  buttonCard({
    taskId: 'b1',
    title: long,
    description: long,
    source: long,
    text: long,
    rows: Array.from({ length: 6 }, () => ({ name: long, value: long })),
    buttons: Array.from({ length: 6 }, (_, n) => ({ text: long, key: `k${n}`, style: 2 as const })),
    select: { key: 'q', title: long, options: Array.from({ length: 10 }, (_, n) => option(n)) },
  }),
  voteCard({
    taskId: 'v1',
    title: long,
    description: long,
    key: 'q',
    options: Array.from({ length: 20 }, (_, n) => option(n)),
    submit: button,
  }),
  selectCard({
    taskId: 's1',
    title: long,
    selects: [{ key: 'q', title: long, options: [option(1)], selectedId: 'o1' }],
    submit: button,
  }),
]

test.each(cards)(
  '$card_type with every text too long is clipped to what WeCom takes',
  async (card) => {
    const { fake, client } = wecomRig()
    const sent = await client.send({ to: ['li'], body: cardMessage(card) })
    expect(sent.kind).toBe('sent')
    expect(JSON.stringify(fake.phone('li'))).toContain('…')
  },
)

const six = { taskId: 't', title: '题', buttons: [{ text: '好', key: 'k' }] }
test.each([
  ['no button', { ...six, buttons: [] }],
  [
    'seven buttons',
    { ...six, buttons: Array.from({ length: 7 }, (_, n) => ({ text: 'x', key: `${n}` })) },
  ],
  ['a key twice', { ...six, buttons: [button, button] }],
  ['an empty key', { ...six, buttons: [{ text: 'x', key: '' }] }],
  ['a key over 1,024 bytes', { ...six, buttons: [{ text: 'x', key: '键'.repeat(342) }] }],
  ['a task id with a blank', { ...six, taskId: 'a b' }],
  ['a task id of 129 letters', { ...six, taskId: 'a'.repeat(129) }],
  ['seven rows', { ...six, rows: Array.from({ length: 7 }, () => ({ name: 'n', value: 'v' })) }],
  [
    'eleven options',
    {
      ...six,
      select: { key: 'q', title: 't', options: Array.from({ length: 11 }, (_, n) => option(n)) },
    },
  ],
  [
    'an option twice',
    { ...six, select: { key: 'q', title: 't', options: [option(1), option(1)] } },
  ],
  [
    'an option id over 128 bytes',
    { ...six, select: { key: 'q', title: 't', options: [{ id: 'x'.repeat(129), text: 't' }] } },
  ],
])('a card with %s is an error of the programmer', (_, card) => {
  expect(() => buttonCard(card)).toThrow('wecom.card-over-limit')
})

test('foreign text cannot make a link, a heading, a tag or turn the writing around', () => {
  expect(foreignText('看<a href="https://evil">这里</a>')).toBe(
    '看＜a href="https://evil">这里＜/a>',
  )
  expect(foreignText('3<5 且 5>3')).toBe('3<5 且 5>3')
  expect(foreignText('正\u202e反\u200b')).toBe('正反')
  expect(foreignLine(' 一\n\n二\t三 ')).toBe('一 二 三')
  expect(foreignMarkdown('# [点](http://x) **粗** <font color="info">`x`</font>')).toBe(
    '＃ ［点］(http://x) ＊＊粗＊＊ ＜font color="info"＞｀x｀＜/font＞',
  )
  expect(foreignHtml(`<img src=x onerror="a('&')">`)).toBe(
    '&lt;img src=x onerror=&quot;a(&#39;&amp;&#39;)&quot;&gt;',
  )
})

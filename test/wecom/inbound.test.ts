import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInbound } from '../../src/wecom/index.ts'

const head =
  '<ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[ZhangSan]]></FromUserName><CreateTime>1700000000</CreateTime>'
const message = (type: string, rest: string, id = '7300000000000000001') =>
  `<xml>${head}<MsgType><![CDATA[${type}]]></MsgType>${rest}<MsgId>${id}</MsgId><AgentID>1000002</AgentID></xml>`
const event = (name: string, rest = '') =>
  `<xml>${head}<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[${name}]]></Event>${rest}<AgentID>1000002</AgentID></xml>`

test('reads the head: sender as written and for comparing, time, agent, key', () => {
  expect(readInbound(message('text', '<Content><![CDATA[你好]]></Content>'))).toEqual({
    kind: 'text',
    content: '你好',
    corpId: 'ww1',
    userId: 'ZhangSan',
    userKey: 'zhangsan',
    createTime: new Date(1_700_000_000_000),
    agentId: '1000002',
    dedupeKey: 'ww1:1000002:7300000000000000001:zhangsan',
  })
})

test.each([
  ['0012', '0012'],
  ['<![CDATA[0012]]>', '0012'],
  ['<![CDATA[ 两端 ]]>', ' 两端 '],
  ['1e3', '1e3'],
  ['true', 'true'],
  ['', ''],
  ['<![CDATA[]]>', ''],
  ['<![CDATA[a &amp; <b>]]>', 'a &amp; <b>'],
  ['a &amp; &lt;b&gt;', 'a & <b>'],
  ['<![CDATA[<!DOCTYPE html>]]>', '<!DOCTYPE html>'],
  ['<![CDATA[a]]]]><![CDATA[>b]]>', 'a]]>b'],
  ['<![CDATA[\u0000空\u0007]]>', '空'],
  ['第一行\n第二行', '第一行\n第二行'],
])('the chat text %j arrives as %j', (written, content) => {
  expect(readInbound(message('text', `<Content>${written}</Content>`))).toMatchObject({ content })
})

test.each([
  ['image', '<PicUrl>http://p</PicUrl><MediaId>M1</MediaId>', { kind: 'image', mediaId: 'M1' }],
  ['voice', '<MediaId>M2</MediaId><Format>amr</Format>', { kind: 'voice', mediaId: 'M2' }],
  [
    'video',
    '<MediaId>M3</MediaId><ThumbMediaId>T</ThumbMediaId>',
    { kind: 'video', mediaId: 'M3' },
  ],
  ['file', '<MediaId>M4</MediaId>', { kind: 'file', mediaId: 'M4' }],
  [
    'location',
    '<Location_X>35.2</Location_X><Label>焦作</Label>',
    { kind: 'location', label: '焦作' },
  ],
  [
    'link',
    '<Title>通知</Title><Url>https://x</Url>',
    { kind: 'link', title: '通知', url: 'https://x' },
  ],
  ['image', '', { kind: 'unknown', type: 'image' }],
  ['text', '<Content><b>x</b></Content>', { kind: 'unknown', type: 'text' }],
  ['constructor', '', { kind: 'unknown', type: 'constructor' }],
  ['hologram', '', { kind: 'unknown', type: 'hologram' }],
])('reads the message type %s', (type, rest, expected) => {
  expect(readInbound(message(type, rest))).toMatchObject(expected)
})

test.each([
  [event('enter_agent', '<EventKey></EventKey>'), { kind: 'enter_agent' }],
  [event('subscribe'), { kind: 'subscribe' }],
  [event('unsubscribe'), { kind: 'unsubscribe' }],
  [event('click', '<EventKey>MENU_TODO</EventKey>'), { kind: 'click', eventKey: 'MENU_TODO' }],
  [event('LOCATION', '<Latitude>1</Latitude>'), { kind: 'unknown', type: 'event:location' }],
  [event('change_contact'), { kind: 'unknown', type: 'event:change_contact' }],
  [event('constructor'), { kind: 'unknown', type: 'event:constructor' }],
  [event('click'), { kind: 'unknown', type: 'event:click' }],
])('reads the event %#', (xml, expected) => {
  expect(readInbound(xml)).toMatchObject(expected)
})

const card =
  '<EventKey>approve</EventKey><TaskId>po_1001@v1</TaskId><CardType>button_interaction</CardType><ResponseCode>RC</ResponseCode>'

test('reads a tap, with no, one and several chosen answers', () => {
  const tap = { kind: 'template_card_event', eventKey: 'approve', taskId: 'po_1001@v1' }
  expect(readInbound(event('template_card_event', card))).toMatchObject({
    ...tap,
    responseCode: 'RC',
    selectedItems: [],
  })
  const item = (key: string, ...ids: string[]) =>
    `<SelectedItem><QuestionKey>${key}</QuestionKey><OptionIds>${ids.map((id) => `<OptionId>${id}</OptionId>`).join('')}</OptionIds></SelectedItem>`
  const items = (list: string) =>
    readInbound(event('template_card_event', `${card}<SelectedItems>${list}</SelectedItems>`))
  expect(items('')).toMatchObject({ ...tap, selectedItems: [] })
  expect(items(item('q1', '001'))).toMatchObject({
    selectedItems: [{ questionKey: 'q1', optionIds: ['001'] }],
  })
  expect(items(item('q1', 'a', 'b') + item('q2', 'c') + item('q3'))).toMatchObject({
    selectedItems: [
      { questionKey: 'q1', optionIds: ['a', 'b'] },
      { questionKey: 'q2', optionIds: ['c'] },
      { questionKey: 'q3', optionIds: [] },
    ],
  })
})

test('a second sender written into the message does not become the sender', () => {
  const forged = '<Content>x</Content><FromUserName>boss</FromUserName><MsgType>event</MsgType>'
  expect(readInbound(message('text', forged))).toMatchObject({ kind: 'text', userKey: 'zhangsan' })
})

test('tag names in another case are the same tags', () => {
  const xml = message('text', '<Content>x</Content>').replaceAll('AgentID', 'AgentId')
  expect(readInbound(xml)?.agentId).toBe('1000002')
})

test.each([
  ['words', '没有标签'],
  ['JSON', '{"a":1}'],
  ['nothing', ''],
  ['no sender', '<xml><CreateTime>1</CreateTime><MsgType>text</MsgType></xml>'],
  ['an empty sender', message('text', '').replace('<![CDATA[ZhangSan]]>', '')],
  ['a sender of 65 letters', message('text', '').replace('ZhangSan', 'z'.repeat(65))],
  ['no time', message('text', '').replace('1700000000', 'now')],
  ['a DOCTYPE', `<!DOCTYPE xml>${message('text', '')}`],
  ['unclosed tags', message('text', '<Content>')],
])('%s is no message', (_, xml) => {
  expect(readInbound(xml)).toBeUndefined()
})

test('any text inside a valid envelope is read or refused, never a crash', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (noise) => {
      readInbound(noise)
      const read = readInbound(message('text', `<Content>${noise}</Content>`))
      expect(read === undefined || read.userKey === 'zhangsan').toBe(true)
    }),
  )
})

test('the key tells messages apart and repeats together', () => {
  const keyOf = (xml: string) => readInbound(xml)?.dedupeKey
  const one = message('text', '<Content>x</Content>')
  expect(keyOf(one)).toBe(keyOf(one))
  expect(keyOf(message('text', '<Content>x</Content>', '8'))).not.toBe(keyOf(one))
  expect(keyOf(one.replace('ZhangSan', 'lisi'))).not.toBe(keyOf(one))
  // Two taps of one person in the same second differ in what they say.
  const tap = event('template_card_event', card)
  expect(keyOf(tap)).toMatch(/^[0-9a-f]{40}$/)
  expect(keyOf(tap)).not.toBe(keyOf(tap.replace('approve', 'reject')))
  // A key stays short enough for an index, whatever was sent.
  expect(keyOf(message('text', '', '9'.repeat(5000)))).toMatch(/^[0-9a-f]{40}$/)
})

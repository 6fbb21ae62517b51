import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../src/base/index.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { GPS, PLAIN_JPEG, phoneJpeg } from '../support/pictures.ts'
import { reporter, WHOLE_REPORT } from '../support/reporter.ts'
import { everyRow } from '../support/rows.ts'

const MARKER = '绿皮车厢里的蓝色信封'
let office: TestOffice
const logged: string[] = []

beforeAll(async () => {
  const log = createLog('trace', { write: (line: string) => void logged.push(line) })
  office = await openOffice('2026-09-11T09:30:00+08:00', { log, wait: async (ms) => quick(ms) })
})
afterAll(() => office[Symbol.asyncDispose]())
afterEach(() => office.restart())

/** Looks are slow on purpose; nothing else here waits. */
const quick = async (_: number): Promise<void> => undefined
const cases = () => office.database.client.grievance.findMany()
const notes = () => office.database.client.grievanceNote.findMany()

describe('the form', () => {
  test('is one small page without script, kept by nobody, with no cookie', async () => {
    const response = await fetch(`${office.origin}/report`)
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\//i)
    expect(text).toContain('围标串标')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(response.headers.get('set-cookie')).toBeNull()
  })

  test('gives number and passphrase, with which alone the way back is found', async () => {
    const phone = reporter(office)
    const done = await phone.file({ text: `${MARKER} 一` })
    expect(done.status).toBe(200)
    expect(done.receipt).toMatch(/^\w{5}-\w{5}$/)
    expect(done.passphrase).toMatch(/^\w{4}-\w{4}-\w{4}$/)
    expect(done.text).toContain('前给您回复（本局目标）')
    const seen = await phone.look(done.receipt.toLowerCase(), ` ${done.passphrase} `)
    expect(seen.status).toBe(200)
    expect(seen.text).toContain(`${MARKER} 一`)
    expect(seen.text).toContain('正在办理')
    const [other] = [await phone.file({ text: '另一件' })]
    for (const [receipt, passphrase] of [
      [done.receipt, other.passphrase],
      [other.receipt, done.passphrase],
      ['AAAAA-AAAAA', done.passphrase],
      ['', ''],
      ["' OR 1=1 --", '%'],
    ] as const) {
      const refused = await phone.look(receipt, passphrase)
      expect(refused.status).toBe(404)
      expect(refused.text).toContain('编号和口令对不上')
      expect(refused.text).not.toContain(MARKER)
    }
  })

  test('sent twice over a bad line is kept once and answered the same; the next day it says no more', async () => {
    const phone = reporter(office)
    const before = (await cases()).length
    const once = await phone.once()
    const answers = await Promise.all([1, 2, 3].map(() => phone.file({}, { once })))
    expect(new Set(answers.map(({ receipt }) => receipt)).size).toBe(1)
    expect(new Set(answers.map(({ passphrase }) => passphrase)).size).toBe(1)
    expect((await cases()).length).toBe(before + 1)
    office.clock.set('2026-09-12T09:30:00+08:00')
    const later = await phone.file({}, { once })
    expect(later.text).toContain('已经收到过了')
    expect(later.receipt).toBe('')
    expect((await cases()).length).toBe(before + 1)
  })

  test.each([
    [
      'nothing',
      { wrong: '', named: '', accused: '', text: '' },
      ['请选择要反映什么', '请写明反映谁', '请写事情经过', '请选择是否留姓名'],
    ],
    ['no name though named', { named: 'yes' }, ['请写明您是谁']],
    ['an anonymous 投诉', { wrong: 'FORMAL' }, ['正式投诉依法要署名']],
    ['an invented kind', { wrong: 'INVENTED' }, ['请选择要反映什么']],
    ['too long a story', { text: '字'.repeat(3001) }, ['请在 3000 字以内']],
  ])('with %s comes back with every word, and keeps nothing', async (_, fields, sentences) => {
    const before = (await cases()).length
    const sent = { ...WHOLE_REPORT, project: '教学楼', ...fields }
    const answer = await reporter(office).file(sent)
    expect(answer.status).toBe(422)
    for (const sentence of sentences) expect(answer.text).toContain(sentence)
    expect(answer.text).toContain(`>${sent.text}</textarea>`)
    expect(answer.text).toContain('value="教学楼"')
    expect((await cases()).length).toBe(before)
  })

  test('gives an attack back as plain text', async () => {
    const attack = '</textarea><script>alert(1)</script>"><img src=x onerror=alert(2)>'
    const answer = await reporter(office).file({ text: attack, accused: attack, wrong: '' })
    expect(answer.text).not.toMatch(/<script|<img/)
    const done = await reporter(office).file({ text: attack })
    const seen = await reporter(office).look(done.receipt, done.passphrase)
    expect(seen.text).not.toMatch(/<script|<img/)
    expect(seen.text).toContain('&lt;script&gt;')
  })

  test('that is no form is refused', async () => {
    const post = (body: string, type: string) =>
      fetch(`${office.origin}/report`, { method: 'POST', body, headers: { 'Content-Type': type } })
    expect((await post('{}', 'application/json')).status).toBe(415)
    expect((await post('no parts', 'multipart/form-data; boundary=x')).status).toBe(415)
    expect((await post('a=b', 'application/x-www-form-urlencoded')).status).toBe(422)
  })
})

describe('a picture', () => {
  const photo = (width: number, height: number) =>
    sharp({
      create: {
        width,
        height,
        channels: 3,
        background: '#567',
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })

  test('of nearly ten megabytes is taken, encoded anew and without what the phone wrote into it', async () => {
    const big = await photo(3000, 2400)
      .jpeg({ quality: 97 })
      .withExif({ IFD0: { Make: GPS } })
      .toBuffer()
    expect(big.length).toBeGreaterThan(6 * 1024 * 1024)
    expect(big.length).toBeLessThan(10 * 1024 * 1024)
    const done = await reporter(office).file({}, { files: [big, phoneJpeg()] })
    expect(done.status).toBe(200)
    const seen = await reporter(office).look(done.receipt, done.passphrase)
    expect(seen.text).toContain('（照片2张）')
  })

  test.each([
    ['a page that calls itself a picture', Buffer.from('<html><script>alert(1)</script>')],
    ['a PDF', Buffer.from('%PDF-1.7\n1 0 obj')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['a GIF', Buffer.from('GIF89a/*<script>*/=1')],
    [
      'a page behind the first bytes of a JPEG',
      Buffer.concat([
        Buffer.from([0xff, 0xd8, 0xff, 0xe0]),
        Buffer.from('<script>alert(1)</script>'),
      ]),
    ],
    ['half a JPEG', PLAIN_JPEG.subarray(0, 80)],
  ])('that is %s is refused, the words stay', async (_, bytes) => {
    const before = (await cases()).length
    const answer = await reporter(office).file(
      { text: '有照片为证' },
      { files: [PLAIN_JPEG, { name: 'a.jpg', bytes }] },
    )
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('第2个文件不是照片')
    expect(answer.text).toContain('照片请重新选一次')
    expect(answer.text).toContain('>有照片为证</textarea>')
    expect((await cases()).length).toBe(before)
  })

  test('too large, or one too many, is named', async () => {
    const large = Buffer.concat([PLAIN_JPEG, Buffer.alloc(10 * 1024 * 1024)])
    expect((await reporter(office).file({}, { files: [large] })).text).toContain(
      '第1个文件超过10兆',
    )
    const four = [PLAIN_JPEG, PLAIN_JPEG, PLAIN_JPEG, PLAIN_JPEG]
    expect((await reporter(office).file({}, { files: four })).text).toContain('最多3张')
    const flood = await reporter(office).file({ text: 'x'.repeat(32 * 1024 * 1024) })
    expect(flood.status).toBe(413)
    expect(flood.text).toContain('什么都没有记下')
  })
})

describe('what is kept', () => {
  test('holds no word, no name, no address and no hour of it, and the log neither', async () => {
    logged.length = 0
    const words = [
      MARKER,
      '焦作市第一中学',
      '李四',
      '王五',
      '教学楼改造',
      '13912345678',
      '203.0.113.77',
      'Gecko/9',
    ]
    const fields = {
      text: `${MARKER}，王五拿的`,
      named: 'yes',
      reporter: '李四 13912345678',
      project: '教学楼改造',
    }
    const done = await reporter(office).file(fields, {
      files: [phoneJpeg()],
      headers: { 'X-Real-IP': '203.0.113.77', 'User-Agent': 'Gecko/9' },
    })
    await reporter(office).say(done.receipt, done.passphrase, `${MARKER}，还有一次`)
    const rows = await everyRow(office.database)
    expect(rows.length).toBeGreaterThan(5)
    const secrets = [done.receipt, done.passphrase].map((code) => code.replaceAll('-', ''))
    for (const word of [...words, ...secrets, done.receipt, done.passphrase, GPS])
      for (const row of rows)
        expect(row.includes(word), `${word} in ${row.slice(0, 200)}`).toBe(false)
    const hours = rows.filter((row) => /Grievance/.test(row) && /\d\d:\d\d/.test(row))
    expect(hours).toEqual([])
    // The log is alive, and says nothing of these pages, not even the minute.
    await (await fetch(`${office.origin}/healthz`)).text()
    expect(logged.join('\n')).toContain('/healthz')
    expect(logged.join('\n')).not.toContain('/report')
    for (const word of [...words, ...secrets, done.receipt, done.passphrase])
      expect(logged.join('\n')).not.toContain(word)
    expect((await cases()).at(-1)?.openedOn).toBe('2026-09-12')
  })

  test('opens with the old key after a rotation, and not at all without it', async () => {
    const phone = reporter(office)
    const done = await phone.file({ text: MARKER })
    const sealed = (await notes()).length
    expect(sealed).toBeGreaterThan(0)
    const other = 'another case key of the tests, 32 bytes too'
    const { TEST_CASE_KEY } = await import('../support/office.ts')
    await office.restart({ caseKeys: [other, TEST_CASE_KEY] })
    expect((await phone.look(done.receipt, done.passphrase)).text).toContain(MARKER)
    const newer = await phone.file({ text: '新钥匙' })
    expect((await phone.look(newer.receipt, newer.passphrase)).text).toContain('新钥匙')
    await office.restart({ caseKeys: [other] })
    const lost = await phone.look(done.receipt, done.passphrase)
    expect(lost.status).toBe(404)
    expect(lost.text).not.toContain(MARKER)
    expect((await phone.look(newer.receipt, newer.passphrase)).text).toContain('新钥匙')
  })

  test('is nothing where there is no key: the page says where to turn', async () => {
    await office.restart({ caseKeys: [] })
    const before = (await cases()).length
    for (const path of ['/report', '/report/follow']) {
      const text = await (await fetch(office.origin + path)).text()
      expect(text).toContain('还没有开通')
      expect(text).toContain('12388')
      expect(text).not.toContain('<form')
    }
    const sent = await reporter(office).file({}, { once: 'a'.repeat(43) })
    expect(sent.text).toContain('还没有开通')
    expect((await cases()).length).toBe(before)
  })
})

describe('whoever guesses or hammers', () => {
  test('is stopped by address, and others are not', async () => {
    const guess = async (address: string) => {
      const body = new URLSearchParams({
        act: 'look',
        receipt: 'AAAAA-AAAAA',
        passphrase: 'BBBB-CCCC-DDDD',
      })
      const headers = { 'X-Real-IP': address }
      const response = await fetch(`${office.origin}/report/follow`, {
        method: 'POST',
        body,
        headers,
      })
      await response.text()
      return response.status
    }
    const statuses: number[] = []
    for (let n = 0; n < 16; n++) statuses.push(await guess('203.0.113.1'))
    expect(statuses).toEqual([...Array(15).fill(404), 429])
    expect(await guess('203.0.113.2')).toBe(404)
  })

  test('waits for every look, right or wrong', async () => {
    const waits: number[] = []
    await office.restart({ wait: async (ms) => void waits.push(ms) })
    const done = await reporter(office).file()
    await reporter(office).look(done.receipt, done.passphrase)
    await reporter(office).look('AAAAA-AAAAA', done.passphrase)
    expect(waits.filter((ms) => ms === 700)).toHaveLength(2)
  })
})

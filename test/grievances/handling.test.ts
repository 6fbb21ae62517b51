import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openFile } from '../../src/cases/index.ts'
import { buildBureau } from '../support/grievance-office.ts'
import { handler } from '../support/handler.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { operateHere } from '../support/operate-here.ts'
import { phoneJpeg } from '../support/pictures.ts'
import { type Answered, reporter } from '../support/reporter.ts'
import { textsTo } from '../support/tapped.ts'

const MARKER = '蓝色信封'
let office: TestOffice
let filed: Answered

beforeAll(async () => {
  office = await openOffice('2026-09-10T10:12:00+08:00')
  await buildBureau(office.database)
  const story = { text: `${MARKER}，不给就不签字`, accused: '一中的总务处' }
  filed = await reporter(office).file(story, { files: [phoneJpeg()] })
})
afterAll(() => office[Symbol.asyncDispose]())

const everybody = [
  'CaiGou',
  'LiangBian',
  'GuanLi',
  'SuXing',
  'ZhangMin',
  'XiaoZhang',
  'LuJun',
  'ShenJi',
]
async function goOn(to: string): Promise<void> {
  office.clock.set(to)
  await office.app().jobs()?.tick()
  await office.settled()
}
const told = (userid: string): string[] =>
  textsTo(office, userid).filter((text) => text.includes('编号'))
const theCase = () => office.database.client.grievance.findFirstOrThrow()

describe('handlers are told', () => {
  test('not in the hour it came, since a push bears its instant', async () => {
    await goOn('2026-09-10T15:40:00+08:00')
    expect(everybody.flatMap(told)).toEqual([])
  })

  test('the next morning, by number alone, and nobody of the unit, its section or the administration', async () => {
    await goOn('2026-09-11T08:55:00+08:00')
    const { no } = await theCase()
    expect(told('CaiGou')).toEqual([
      `周采，有新的投诉举报，编号${no}。\n请在电脑上给我发“看举报”，我给您一个只能打开一次的链接。`,
    ])
    expect(everybody.filter((userid) => userid !== 'CaiGou').flatMap(told)).toEqual([])
  })

  test('once', async () => {
    await goOn('2026-09-11T17:00:00+08:00')
    await office.restart()
    await goOn('2026-09-11T17:10:00+08:00')
    expect(told('CaiGou')).toHaveLength(1)
  })
})

describe('the way in', () => {
  test('is a link that looking does not use up, going in does, and that stands nowhere', async () => {
    const desk = handler(office, 'CaiGou')
    const link = await desk.askForLink()
    expect(link).toMatch(/^\/case\/[\w-]{43}$/)
    for (let n = 0; n < 2; n++) {
      const seen = await fetch(office.origin + link)
      expect(seen.status).toBe(200)
      expect(await seen.text()).toContain('进入')
    }
    const entered = await fetch(office.origin + link, { method: 'POST' })
    expect(entered.status).toBe(200)
    expect(entered.headers.get('set-cookie')).toMatch(
      /^case=[\w-]{43}; Path=\/case; .*HttpOnly; SameSite=Strict; Secure$/,
    )
    expect(await entered.text()).not.toContain(MARKER)
    const again = await fetch(office.origin + link, { method: 'POST' })
    expect(again.status).toBe(404)
    const token = link.replace('/case/', '')
    const { client } = office.database
    const stored = [...(await client.push.findMany()), ...(await client.inbound.findMany())]
    expect(
      JSON.stringify(stored, (_, value) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toContain(token)
  })

  test('is over after ten minutes unused, and after an hour of sitting', async () => {
    const desk = handler(office, 'CaiGou')
    const link = await desk.askForLink()
    office.clock.advance(11 * 60_000)
    expect((await fetch(office.origin + link)).status).toBe(404)
    expect((await fetch(office.origin + link, { method: 'POST' })).status).toBe(404)
    expect((await desk.enter()).status).toBe(200)
    office.clock.advance(61 * 60_000)
    expect((await desk.send({ act: 'list' })).status).toBe(404)
  })

  test.each(['SuXing', 'ZhangMin', 'XiaoZhang', 'ShenJi', 'nobody'])(
    'is not given to %s',
    async (userid) => {
      expect(await handler(office, userid).askForLink()).toBe('')
    },
  )

  test.each(['GuanLi', 'LiangBian', 'LuJun'])(
    'leads %s to an empty list, and to no case by its id',
    async (userid) => {
      const { id, no } = await theCase()
      const desk = handler(office, userid)
      const list = await desk.enter()
      if (list.status === 200) {
        expect(list.text).toContain('现在没有您要办理的')
        expect(list.text).not.toContain(no)
      }
      for (const act of ['open', 'reply', 'decide', 'export']) {
        const answer = await desk.send({
          act,
          id,
          reason: 'HANDLE',
          text: '字',
          outcome: 'UNFOUNDED',
          passphrase: 'a long passphrase',
        })
        expect(answer.text).not.toContain(MARKER)
        expect([404, 422]).toContain(answer.status)
      }
      expect(await office.database.client.grievanceLook.count()).toBe(0)
    },
  )

  test('is shut to her who leaves the office between two pages', async () => {
    const desk = handler(office, 'CaiGou')
    const list = await desk.enter()
    const id = desk.idIn(list.text)
    await office.database.client.appointment.updateMany({
      where: { person: { userid: 'caigou' } },
      data: { toDay: '2026-09-11' },
    })
    expect((await desk.send({ act: 'open', id, reason: 'HANDLE' })).text).not.toContain(MARKER)
    await office.database.client.appointment.updateMany({
      where: { person: { userid: 'caigou' } },
      data: { toDay: null },
    })
  })
})

describe('a case', () => {
  test('opens only with a reason, which is written down, and shows the picture without its metadata', async () => {
    const desk = handler(office, 'CaiGou')
    const list = await desk.enter()
    const id = desk.idIn(list.text)
    expect(list.text).toContain('第一次回复：最迟')
    const without = await desk.send({ act: 'open', id })
    expect(without.status).toBe(422)
    expect(without.text).not.toContain(MARKER)
    expect(await office.database.client.grievanceLook.count()).toBe(0)
    const seen = await desk.send({ act: 'open', id, reason: 'CHECK' })
    expect(seen.text).toContain(MARKER)
    expect(seen.text).toContain('没有留姓名')
    const link = /href="(\/case\/[^"]+)"/.exec(seen.text)?.[1] ?? ''
    const { bytes } = await desk.get(link)
    expect(bytes.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
    expect(bytes.toString('latin1')).not.toMatch(/GPS|Exif|phone/)
    expect(seen.headers.get('cache-control')).toBe('no-store')
    expect(await office.database.client.grievanceLook.findMany()).toMatchObject([
      { act: 'LOOK', reason: 'CHECK' },
      { act: 'PICTURE', reason: 'CHECK' },
    ])
  })

  test('is talked about both ways, and a memo stays inside', async () => {
    const desk = handler(office, 'CaiGou')
    const id = desk.idIn((await desk.enter()).text)
    const reason = 'HANDLE'
    expect((await desk.send({ act: 'reply', id, reason, text: '' })).text).toContain('请写一句话')
    await desk.send({ act: 'reply', id, reason, text: '请补充时间地点 <b>' })
    await desk.send({ act: 'reply', id, reason, text: '请补充时间地点 <b>' })
    await desk.send({ act: 'memo', id, reason, text: '先查监控' })
    const seen = await reporter(office).look(filed.receipt, filed.passphrase)
    expect(seen.text.split('请补充时间地点')).toHaveLength(2)
    expect(seen.text).toContain('&lt;b&gt;')
    expect(seen.text).not.toContain('先查监控')
    const said = await reporter(office).say(
      filed.receipt,
      filed.passphrase,
      `九月一号上午，${MARKER}`,
    )
    expect(said.text).toContain('收到了')
    await goOn('2026-09-14T08:55:00+08:00')
    expect(told('CaiGou').at(-1)).toContain('反映人补充了情况')
    const again = handler(office, 'CaiGou')
    await again.enter()
    expect((await again.send({ act: 'open', id, reason })).text).toContain('九月一号上午')
  })

  test('ends with a graded outcome, leaves as a sealed file, and every look is in the auditor’s list', async () => {
    const desk = handler(office, 'CaiGou')
    const id = desk.idIn((await desk.enter()).text)
    const reason = 'HANDOVER'
    expect((await desk.send({ act: 'decide', id, reason, text: '' })).text).toContain('请选择结论')
    const decided = await desk.send({
      act: 'decide',
      id,
      reason,
      outcome: 'TRANSFER',
      text: '已移交，谢谢您',
    })
    expect(decided.text).toContain('已办结（移交纪检监察机关）')
    const seen = await reporter(office).look(filed.receipt, filed.passphrase)
    expect(seen.text).toContain('已移交纪检监察机关')
    expect(seen.text).toContain('已移交，谢谢您')
    const stale = await desk.send({
      ...{ act: 'decide', id, reason, outcome: 'UNFOUNDED', text: '不成立' },
    })
    expect(stale.status).toBe(409)
    expect(stale.text).toContain('没有再记')
    expect(stale.text).toContain('已办结（移交纪检监察机关）')
    expect((await desk.send({ act: 'export', id, reason, passphrase: 'short' })).text).toContain(
      '至少12个字符',
    )
    const passphrase = '交接口令要足够长一点才行'
    const file = await desk.send({ act: 'export', id, reason, passphrase })
    expect(file.headers.get('content-disposition')).toMatch(
      /^attachment; filename="\d{8}-\w{5}\.sealed"$/,
    )
    expect(file.bytes.includes(MARKER)).toBe(false)
    expect(openFile(file.bytes, 'something else')).toEqual({ ok: false, error: 'wrong' })
    const changed = Buffer.from(file.bytes)
    changed.writeUInt8((changed.at(-1) ?? 0) ^ 1, changed.length - 1)
    expect(openFile(changed, passphrase)).toEqual({ ok: false, error: 'wrong' })

    await reporter(office).say(filed.receipt, filed.passphrase, '又来威胁我了')
    await goOn('2026-09-15T08:55:00+08:00')
    expect(told('CaiGou').at(-1)).toContain('反映人补充了情况')

    const folder = await mkdtemp(join(tmpdir(), 'case-'))
    try {
      const from = join(folder, 'a.sealed')
      const to = join(folder, 'a.html')
      await writeFile(from, file.bytes)
      const cli = operateHere(office.database, () => office.clock.now(), [passphrase])
      expect(await cli(['case', 'open', from, to])).toMatchObject({ code: 0 })
      const text = await readFile(to, 'utf8')
      for (const part of [
        MARKER,
        '九月一号上午',
        '先查监控',
        '移交纪检监察机关',
        'data:image/jpeg',
      ])
        expect(text).toContain(part)
      expect(
        await operateHere(office.database, () => office.clock.now(), ['wrong'])([
          'case',
          'open',
          from,
          join(folder, 'b'),
        ]),
      ).toMatchObject({ code: 1 })
      const listed = await cli(['case', 'log', '--json'])
      const looks = JSON.parse(listed.out)
      expect(looks.at(-1)).toMatchObject({ act: 'EXPORT', reason: 'HANDOVER', userid: 'CaiGou' })
      expect(looks.map((look: { act: string }) => look.act)).toEqual(
        expect.arrayContaining(['LOOK', 'REPLY', 'MEMO', 'DECIDE', 'EXPORT']),
      )
      expect(listed.out).not.toContain(MARKER)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

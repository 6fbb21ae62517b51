import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildBureau } from '../support/grievance-office.ts'
import { handler } from '../support/handler.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { operateHere } from '../support/operate-here.ts'
import { phoneWords } from '../support/phone-words.ts'
import { hugeJpeg } from '../support/pictures.ts'
import { reporter } from '../support/reporter.ts'
import { everyRow } from '../support/rows.ts'

let office: TestOffice

beforeAll(async () => {
  office = await openOffice('2026-09-10T10:12:00+08:00')
  await buildBureau(office.database)
  // What the night of the start had to do is done: it must not meet the first complaints.
  await office.app().jobs()?.tick()
  await office.settled()
})
afterAll(() => office[Symbol.asyncDispose]())

interface Version {
  readonly id: string
  readonly xmin: string
  readonly place: string
}
const versions = (table: string): Promise<Version[]> =>
  office.database.client.$queryRawUnsafe(
    `SELECT "id"::text, xmin::text, ctid::text AS place FROM "${table}" ORDER BY ctid`,
  )
async function goOn(to: string): Promise<void> {
  office.clock.set(to)
  await office.app().jobs()?.tick()
  await office.settled()
}

describe('the database', () => {
  test('tells by morning neither by xmin nor by the order on disk who was first', async () => {
    const receipts: string[] = []
    for (let n = 0; n < 12; n++) {
      receipts.push((await reporter(office).file({ text: `第${n}件` })).receipt)
      await office.fake.say('ZhangMin', '你好')
    }
    await office.settled()
    const before = await versions('GrievanceNote')
    const cases = await versions('Grievance')
    expect(new Set(before.map(({ xmin }) => xmin)).size).toBe(12)
    await goOn('2026-09-11T03:45:00+08:00')
    for (const [table, old] of [
      ['GrievanceNote', before],
      ['Grievance', cases],
    ] as const) {
      const now = await versions(table)
      expect(new Set(now.map(({ xmin }) => xmin)).size).toBe(1)
      expect(now.map(({ id }) => id)).not.toEqual(old.map(({ id }) => id))
      expect(now.map(({ id }) => id).sort()).toEqual(old.map(({ id }) => id).sort())
    }
    const again = await versions('GrievanceNote')
    await goOn('2026-09-12T03:45:00+08:00')
    expect(await versions('GrievanceNote')).toEqual(again)
  })

  test('holds no instant of a complaint after its handlers were told either', async () => {
    await goOn('2026-09-14T08:55:00+08:00')
    const { client } = office.database
    const pushes = await client.push.findMany({ where: { template: 'grievance' } })
    expect(pushes.length).toBeGreaterThan(0)
    expect(new Set(pushes.map(({ createdAt }) => createdAt.toISOString()))).toEqual(
      new Set(['2026-09-14T00:55:00.000Z']),
    )
    const rows = (await everyRow(office.database)).filter((row) => row.startsWith('Grievance'))
    expect(rows.filter((row) => /\d\d:\d\d:\d\d/.test(row))).toEqual([])
  })
})

test('nothing of it stands in any list, answer, digest or score that people of the unit and its section get', async () => {
  const numbers = (await office.database.client.grievance.findMany()).map(({ no }) => no)
  const signs = [...numbers, '第3件', '吃拿卡要', '新的投诉举报', '20260910-']
  const outputs: string[] = []
  for (const userid of ['ZhangMin', 'XiaoZhang', 'SuXing', 'ShenJi', 'GuanLi']) {
    for (const words of ['待办', '查 焦作市第一中学', '满意度', '求助进展', '菜单', '看举报'])
      await office.fake.say(userid, words)
  }
  await office.settled()
  for (const day of ['15', '16', '21', '28']) {
    await goOn(`2026-09-${day}T09:10:00+08:00`)
    await goOn(`2026-09-${day}T15:40:00+08:00`)
  }
  for (const userid of ['ZhangMin', 'XiaoZhang', 'SuXing', 'ShenJi', 'GuanLi', 'LiangBian'])
    outputs.push(...office.fake.phone(userid).flatMap((item) => phoneWords(item) ?? []))
  const cli = operateHere(office.database, () => office.clock.now())
  for (const command of [
    ['satisfaction', '--json'],
    ['links', '--json'],
    ['visits', '--json'],
    ['misunderstood', '--json'],
    ['aliases', '--json'],
    ['doctor', '--json'],
  ])
    outputs.push((await cli(command)).out)
  expect(outputs.length).toBeGreaterThan(20)
  for (const sign of signs)
    expect(
      outputs.filter((text) => text.includes(sign)).filter((text) => !/看举报|10分钟/.test(text)),
      sign,
    ).toEqual([])
})

describe('the photos of a case', () => {
  const linksIn = (text: string): string[] =>
    [...text.matchAll(/href="(\/case\/[^"]+)"/g)].map(([, link = '']) => link)
  const looks = () =>
    office.database.client.grievanceLook.findMany({
      where: { act: 'PICTURE' },
      orderBy: { id: 'asc' },
    })

  test('are listed on a page under 10 KB however large they are, and served one by one, each look logged', async () => {
    const photo = await hugeJpeg()
    expect(photo.length).toBeGreaterThan(9_000_000)
    const filed = await reporter(office).file({}, { files: [photo, photo, photo] })
    const desk = handler(office, 'CaiGou')
    const list = await desk.enter()
    const { id } = await office.database.client.grievance.findFirstOrThrow({
      where: { notes: { some: { isPicture: true } } },
    })
    const opened = await desk.send({ act: 'open', id, reason: 'CHECK' })
    expect(opened.bytes.length).toBeLessThan(10 * 1024)
    expect(opened.text).not.toContain('data:image')
    const links = linksIn(opened.text)
    expect(links).toHaveLength(3)
    expect(opened.text).toMatch(/打开照片3（图片文件，约\d\.\d兆）/)
    expect(await looks()).toEqual([])

    for (const link of [...links, links[0] ?? '']) {
      const { status, headers, bytes } = await desk.get(link)
      expect(status).toBe(200)
      expect(headers.get('content-disposition')).toMatch(
        /^attachment; filename="\d{8}-\w{5}-[1-3]\.jpg"$/,
      )
      expect(headers.get('content-type')).toBe('image/jpeg')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
      expect(bytes.length).toBeGreaterThan(3_000_000)
    }
    // The second time is a look like the first.
    const one = { grievanceId: id, reason: 'CHECK' }
    expect(await looks()).toMatchObject([one, one, one, one])

    // Whoever reported sees that they came, and nothing of them.
    const followed = await reporter(office).look(filed.receipt, filed.passphrase)
    expect(Buffer.byteLength(followed.text)).toBeLessThan(10 * 1024)
    expect(followed.text).toContain('照片3张')
    expect(followed.text).not.toContain('data:image')
    expect(list.text).not.toContain('photos')
  })

  test('open to nobody else, by no other number, without reason, nor after the hour; the answer is the same, and no look', async () => {
    const { client } = office.database
    const { id } = await client.grievance.findFirstOrThrow({
      where: { notes: { some: { isPicture: true } } },
    })
    const before = (await looks()).length
    const link = `/case/${id}/photos/1?reason=CHECK`
    const desk = handler(office, 'CaiGou')
    await desk.enter()
    const other = await client.grievance.findFirstOrThrow({ where: { id: { not: id } } })
    const unknown = await desk.get(`/case/${other.id}/photos/1?reason=CHECK`)
    expect(unknown.status).toBe(404)
    expect(unknown.text).toContain('没有这个页面')
    const refused = [
      await desk.get(link.replace('photos/1', 'photos/4')),
      await desk.get(link.replace('photos/1', 'photos/0')),
      await desk.get(link.replace('photos/1', 'photos/1e3')),
      await desk.get(link.replace('CHECK', 'PLEASURE')),
      await desk.get(`/case/${id}/photos/1`),
      await desk.get(link.replace(id, '00000000-0000-4000-8000-000000000000')),
      await desk.get(link.replace(id, 'invented')),
    ]
    for (const userid of ['LiangBian', 'GuanLi', 'SuXing', 'ZhangMin', 'LuJun', 'ShenJi']) {
      const them = handler(office, userid)
      await them.enter()
      refused.push(await them.get(link))
    }
    const roles = { where: { person: { userid: 'caigou' } } }
    await client.appointment.updateMany({ ...roles, data: { toDay: '2026-09-11' } })
    refused.push(await desk.get(link))
    await client.appointment.updateMany({ ...roles, data: { toDay: null } })
    office.clock.advance(61 * 60_000)
    refused.push(await desk.get(link))
    for (const answer of refused) {
      expect(answer.status).toBe(404)
      expect(answer.text).toBe(unknown.text)
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
    expect(await looks()).toHaveLength(before)
  })
})

describe('doctor', () => {
  const finding = async (keys: readonly string[] | 'generated' | 'unset') => {
    const cli = operateHere(office.database, () => office.clock.now(), [], keys)
    const found: unknown = JSON.parse((await cli(['doctor', '--json'])).out)
    return (found as { check: string; ok: boolean; said: string }[]).find(
      ({ check }) => check === 'cases',
    )
  }

  test('says how to open the channel, and what a wrong key locks', async () => {
    expect(await finding('generated')).toMatchObject({ ok: true, said: '正常' })
    expect(await finding(['00000000'])).toMatchObject({ ok: false })
    expect((await finding(['00000000']))?.said).toContain('13件')
    expect((await finding('unset'))?.ok).toBe(false)
  })
})

test('what was said at length comes a page at a time, each under 10 KB, nothing lost and nothing twice', async () => {
  /** As long as a story may be, each sentence another, and dear to escape. */
  const story = (letter: string): string =>
    Array.from({ length: 375 }, (_, i) => `${letter}${String(i).padStart(3, '0')}<&款。`).join('')
  const [first, second, third] = ['甲', '乙', '丙'].map(story)
  const { receipt, passphrase } = await reporter(office).file({ text: first ?? '' })
  await reporter(office).say(receipt, passphrase, second ?? '')
  const newest = await reporter(office).say(receipt, passphrase, third ?? '')
  const desk = handler(office, 'CaiGou')
  const { id } = await office.database.client.grievance.findFirstOrThrow({
    orderBy: { no: 'desc' },
    where: { notes: { none: { isPicture: true } } },
  })
  // The list, too, has a page for every few.
  const all = await office.database.client.grievance.count()
  const ids: string[] = []
  const first5 = (await desk.enter()).text
  const lists = Number(/共(\d+)页/.exec(first5)?.[1])
  expect(lists).toBeGreaterThan(2)
  for (let part = 1; part <= lists; part++) {
    const { bytes, text } = await desk.get(`/case?part=${part}`)
    expect(bytes.length).toBeLessThan(10 * 1024)
    ids.push(...[...text.matchAll(/name="id" value="([^"]+)"/g)].map(([, it = '']) => it))
  }
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.length).toBeGreaterThan(all / 2)
  const open = { act: 'open', id, reason: 'CHECK' }
  for (const { text, at } of [
    { text: newest.text, at: (part: number) => reporter(office).look(receipt, passphrase, part) },
    {
      text: (await desk.send(open)).text,
      at: (part: number) => desk.send({ ...open, part: String(part) }),
    },
  ]) {
    // The newest comes first.
    expect(text).toContain('丙374')
    const [, number, count] = /第(\d+)页，共(\d+)页/.exec(text) ?? []
    expect(Number(number)).toBe(Number(count))
    expect(Number(count)).toBeGreaterThan(3)
    const pages: string[] = []
    for (let part = 1; part <= Number(count); part++) {
      const page = await at(part)
      expect(Buffer.byteLength(page.text)).toBeLessThan(10 * 1024)
      expect(page.text.includes('看更早的')).toBe(part > 1)
      expect(page.text.includes('看更晚的')).toBe(part < Number(count))
      pages.push(page.text)
    }
    const said = [...pages.join('').matchAll(/<\/span><p>(.*?)<\/p><\/li>/gs)].map(([, it]) => it)
    const sentences = said.join('').replaceAll('&lt;', '<').replaceAll('&amp;', '&').split('。')
    expect(sentences).toEqual(`${first}${second}${third}`.split('。'))
    expect((await at(99)).text).toBe(pages.at(-1))
  }
})

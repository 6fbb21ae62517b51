import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildBureau } from '../support/grievance-office.ts'
import { handler } from '../support/handler.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { type Answered, reporter } from '../support/reporter.ts'
import { textsTo } from '../support/tapped.ts'

let office: TestOffice
let bureau: Awaited<ReturnType<typeof buildBureau>>

beforeEach(async () => {
  office = await openOffice('2026-09-10T10:12:00+08:00')
  bureau = await buildBureau(office.database)
})
afterEach(() => office[Symbol.asyncDispose]())

const FORMAL = {
  wrong: 'FORMAL',
  named: 'yes',
  reporter: '李四 13912345678',
  accused: '焦作市第一中学',
}
const file = (fields: Readonly<Record<string, string>> = {}): Promise<Answered> =>
  reporter(office).file({ accused: '焦作市第一中学', ...fields })
async function goOn(to: string): Promise<void> {
  office.clock.set(to)
  await office.app().jobs()?.tick()
  await office.settled()
}
const told = (userid: string): string[] =>
  textsTo(office, userid).filter((text) => text.includes('编号'))
async function atDesk() {
  const desk = handler(office, 'CaiGou')
  const list = await desk.enter()
  return { ...desk, list: list.text, id: desk.idIn(list.text), reason: 'HANDLE' }
}

describe('a formal 投诉', () => {
  test('has the days of 94号令, shown to both sides with the article', async () => {
    const done = await file(FORMAL)
    // 10 September 2026 is a Thursday: five working days on is the 17th; Sunday the 20th is worked.
    expect(done.text).toContain(
      '收到投诉的日期是9月10日（周四）。9月17日（周四）前告诉您是否受理（94号令第21条）',
    )
    const { list } = await atDesk()
    expect(list).toContain('审查是否受理：最迟9月17日（周四）（94号令第21条）')
    expect(list).toContain('发投诉答复通知书：最迟9月21日（周一）（94号令第21条第(四)项）')
    expect(list).toContain('作出处理决定：最迟')
  })

  test('stands still while 补正 or experts take their time, and goes on where it was', async () => {
    await file(FORMAL)
    const before = /作出处理决定：最迟([^（]+)/.exec((await atDesk()).list)?.[1]
    const { send, id, reason } = await atDesk()
    await send({ act: 'accept', id, reason })
    expect((await send({ act: 'pause', id, reason })).text).toContain('请选择暂停的原因')
    const paused = await send({ act: 'pause', id, reason, standstill: 'SUPPLEMENT' })
    expect(paused.text).toContain('期限暂停计算（实施条例第58条）')
    expect(paused.text).not.toContain('审查是否受理')
    await goOn('2026-09-17T10:00:00+08:00')
    const later = await atDesk()
    const resumed = await later.send({ act: 'resume', id: later.id, reason })
    const after = /作出处理决定：最迟([^（]+)/.exec(resumed.text)?.[1]
    expect(before).toBe('10月28日')
    // Five working days stood still.
    expect(after).toBe('11月4日')
    expect(resumed.text).toContain('94号令第26条')
  })
})

describe('what is late', () => {
  test('is told to the handler once near and once late, and to the leader by number', async () => {
    await file({ text: '蓝色信封' })
    for (const day of ['11', '14', '15', '16', '17', '18', '21'])
      await goOn(`2026-09-${day}T08:55:00+08:00`)
    const handlers = told('CaiGou')
    expect(handlers.map((text) => /新的|最迟|超期/.exec(text)?.[0])).toEqual([
      '新的',
      '最迟',
      '超期',
    ])
    expect(handlers[2]).toContain('第一次回复应在9月17日（周四）前办完（本局目标）')
    const [leader, ...more] = told('LuJun')
    expect(leader).toContain('陆军，编号20260910-')
    expect(leader).toContain('请督促办理')
    expect(more).toEqual([])
    const others = ['LiangBian', 'GuanLi', 'SuXing', 'ZhangMin', 'XiaoZhang', 'ShenJi']
    expect(others.flatMap(told)).toEqual([])
    expect([...handlers, leader].join()).not.toContain('蓝色信封')
  })

  test('is no more once it was answered, and nothing goes out on a day off', async () => {
    await file()
    // Friday's tick, then a Saturday and a Sunday.
    await goOn('2026-09-11T08:55:00+08:00')
    const { send, id, reason } = await atDesk()
    await send({ act: 'reply', id, reason, text: '收到，正在核实' })
    for (const day of ['12', '13', '21', '22', '23']) await goOn(`2026-09-${day}T08:55:00+08:00`)
    expect(told('CaiGou')).toHaveLength(1)
    expect(told('LuJun')).toEqual([])
  })
})

describe('who handles it', () => {
  const handlersOfThis = async (): Promise<string[]> => {
    await goOn('2026-09-11T08:55:00+08:00')
    const everybody = ['CaiGou', 'LiangBian', 'GuanLi', 'SuXing', 'ZhangMin', 'LuJun']
    return everybody.filter((userid) => told(userid).some((text) => text.includes('新的投诉举报')))
  }

  test.each([
    ['the short name of a unit', { accused: '一中' }, ['CaiGou']],
    ['a unit of another section', { accused: '教科文科' }, ['CaiGou']],
    [
      'a name that nobody knows: only who holds nothing else',
      { accused: '某代理公司' },
      ['CaiGou'],
    ],
    ['the handlers’ own section: the leader', { accused: '采购管理科的人' }, ['LuJun']],
    [
      'a unit that the handlers’ own section serves: the leader',
      { accused: '人民医院' },
      ['LuJun'],
    ],
    ['the handlers’ section by what people call it', { accused: '财政局采购科' }, ['LuJun']],
    ['a handler by name: the leader', { accused: '周采' }, ['LuJun']],
    ['a unit, the story naming a handler', { accused: '一中', text: '周采和他们一伙' }, ['LuJun']],
    ['somebody of a section by name', { accused: '苏醒' }, ['CaiGou']],
  ])('of %s', async (_, fields, expected) => {
    await file(fields)
    expect(await handlersOfThis()).toEqual(expected)
  })

  test('is found by the project’s code too', async () => {
    const { client } = office.database
    await client.project.create({
      data: {
        code: 'JZ-2026-7',
        name: '体检中心设备',
        unit: { connect: { name: '焦作市人民医院' } },
      },
    })
    await file({ accused: '他们院长', project: 'jz-2026-7' })
    expect(await handlersOfThis()).toEqual(['LuJun'])
  })

  test('is asked of the administrator where nobody may, and the case waits', async () => {
    const { client } = office.database
    await client.appointment.deleteMany({ where: { personId: bureau.people.leader.id } })
    await file({ accused: '采购管理科' })
    expect(await handlersOfThis()).toEqual([])
    expect(told('GuanLi').join()).toContain('没有人可以办理')
    expect(told('CaiGou')).toEqual([])
  })
})

describe('whom it concerns', () => {
  const STORY = '黄色纸条'
  const reason = 'HANDLE'

  test('is named by the handler where the reporter named nobody; who is of them reads it no more, herself included', async () => {
    const { receipt, passphrase } = await file({ text: STORY, accused: '一位领导' })
    await goOn('2026-09-11T08:55:00+08:00')
    const desk = handler(office, 'CaiGou')
    const list = (await desk.enter()).text
    const no = /编号(\d{8}-\w{5})，9月10日/.exec(list)?.[1] ?? ''
    const id = desk.idIn(list, no)
    const seen = await desk.send({ act: 'open', id, reason })
    expect(seen.text).toContain('名单里还没有对上对象')
    const name = (named: string) => desk.send({ act: 'name', id, reason, named })
    const nobody = await name('不知道的地方')
    expect(nobody.status).toBe(422)
    expect(nobody.text).toContain('本局名单里没有这个名称')

    // The school: its section reads nothing, and she who is no part of either goes on.
    const school = await name('一中')
    expect(school.text).toContain('回避　焦作市第一中学、教科文科')
    expect(school.text).toContain('补填涉及的对象')
    for (const userid of ['LiangBian', 'SuXing', 'ZhangMin'])
      expect((await handler(office, userid).enter()).text).not.toContain(no)

    // The hospital is served by 采购科 itself: all of it is out, and the leader is told the next morning.
    const left = await name('人民医院')
    expect(left.status).toBe(200)
    expect(left.text).toContain('改由别人办理')
    expect(left.text).not.toContain(no)
    const after = await desk.send({ act: 'open', id, reason })
    expect(after.text).toContain('没有这一件，或者不归您办理')
    expect(after.text).not.toContain(STORY)
    await goOn('2026-09-14T08:55:00+08:00')
    expect(told('LuJun').at(-1)).toContain(`编号${no}`)
    const leader = handler(office, 'LuJun')
    const own = leader.idIn((await leader.enter()).text, no)
    expect((await leader.send({ act: 'open', id: own, reason: 'REVIEW' })).text).toContain(STORY)
    // The reporter reads nothing of it.
    const followed = await reporter(office).look(receipt, passphrase)
    expect(followed.text).not.toMatch(/人民医院|补填/)
    const looks = await office.database.client.grievanceLook.findMany({
      where: { grievanceId: id, act: 'NAME' },
    })
    expect(looks).toHaveLength(3)
  })
})

import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, MistakesError } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import {
  allDuties,
  followDuties,
  loadDuties,
  reportDuty,
  voidDutyReport,
} from '../../src/duties/index.ts'
import { moment, type Office, office } from '../supervision/rig.ts'
import { buildPerson, buildUnit } from '../support/factories.ts'

let rig: Office
beforeEach(async () => {
  rig = await office()
})
afterEach(() => rig[Symbol.asyncDispose]())

const book = loadDuties()
const follow = (on: string, calendar = rig.business.calendar) =>
  followDuties(rig.database, { book, calendar, at: moment(on, '06:00').at })

const listed = async (on: string) =>
  (
    await rig.database.transaction((tx) =>
      allDuties(tx, { ...moment(on, '12:00'), since: day('2020-01-01') }),
    )
  )
    .filter(({ party }) => party === null)
    .map((duty) =>
      [duty.body.key, duty.period, duty.unit, duty.due, duty.doneOn ?? ''].join(' ').trim(),
    )

const report = async (on: string, key = 'P832_FILL') => {
  const rule = book.reports.find((one) => one.key === key)
  if (!rule) throw new Error(key)
  const { at, today } = moment(on, '12:00')
  return rig.database.transaction((tx) =>
    reportDuty(
      tx,
      {
        rule,
        unitId: rig.unitId,
        year: Number(on.slice(0, 4)),
        kind: 'DONE',
        day: today,
        actor: 'cli',
        onceKey: `${key} ${at.toISOString()}`,
      },
      { calendar: rig.business.calendar, at },
    ),
  )
}

describe('yearly reports', () => {
  it('are listed for every unit on their day, once, and for a unit that comes later', async () => {
    await follow('2026-01-20')
    expect(await listed('2026-01-20')).toEqual([])
    await follow('2026-02-01')
    await follow('2026-02-01')
    await Promise.all([follow('2026-02-02'), follow('2026-02-02')])
    expect(await listed('2026-02-02')).toEqual(['P832_FILL 2026 焦作市第一中学 2026-03-25'])
    await buildUnit(rig.database.client, { name: '焦作市教育局', sectionId: rig.sectionId })
    await follow('2026-02-15')
    expect(await listed('2026-02-15')).toEqual([
      'P832_FILL 2026 焦作市教育局 2026-03-25',
      'P832_FILL 2026 焦作市第一中学 2026-03-25',
      'SME_RESERVE_REPORT 2026 焦作市教育局 2026-03-31',
      'SME_OVERDUE_DISCLOSE 2026 焦作市教育局 2026-03-31',
      'SME_RESERVE_REPORT 2026 焦作市第一中学 2026-03-31',
      'SME_OVERDUE_DISCLOSE 2026 焦作市第一中学 2026-03-31',
    ])
  })

  it('of a term that ended before the office began are not raised; an outage over a whole term loses none', async () => {
    await follow('2026-04-10')
    expect(await listed('2026-04-10')).toEqual([])
    await rig.database.client.setting.delete({ where: { key: 'duties' } })
    await follow('2026-01-20')
    await follow('2026-04-10')
    expect(await listed('2026-04-10')).toHaveLength(3)
  })

  it('have no day where the calendar is missing, and get one when it comes', async () => {
    const years = loadYears()
    const without = calendarOf(years.filter(({ year }) => year !== 2026))
    await follow('2026-02-01', without)
    expect(await listed('2026-02-01')).toEqual(['P832_FILL 2026 焦作市第一中学'])
    const [push] = (await rig.plan('morning', '2026-03-09')).filter(({ to }) => to === 'ZhangMin')
    expect(push?.text).toContain('约3月25日（周三）到期，当年日历未维护')
    await follow('2026-03-09')
    expect((await listed('2026-03-09'))[0]).toContain('2026-03-25')
  })

  it('climb the chain like any other deadline, and stop when they are reported', async () => {
    const { client } = rig.database
    await buildPerson(client, 'FINANCE_HEAD', { unitId: rig.unitId }, { userid: 'lihui' })
    await follow('2026-02-01')
    const told = async (on: string) => {
      const planned = await rig.plan('morning', on)
      await rig.queued('morning', on, planned)
      await client.push.updateMany({ where: { status: 'QUEUED' }, data: { status: 'SENT' } })
      return planned.filter(({ template }) => template !== 'leader-brief').map(({ to }) => to)
    }
    expect(await told('2026-03-04')).toEqual([])
    expect(await told('2026-03-05')).toEqual(['ZhangMin'])
    expect(await told('2026-03-06')).toEqual([])
    expect(await told('2026-03-23')).toEqual(['ZhangMin'])
    expect(await told('2026-03-26')).toEqual(['ZhangMin', 'lihui'])
    expect(await told('2026-03-30')).toEqual(['ZhangMin', 'lihui', 'wanghai'])
    const waiting = await rig.plan('morning', '2026-04-13')
    expect(waiting.find(({ to }) => to === 'ZhangMin')?.text).toMatchInlineSnapshot(`
      "张敏，早上好。有1件事请您看一看：
      1. 待核，迟19天：焦作市第一中学，832平台填报预留份额，最迟应在3月25日（周三）办完。依据：焦财采购〔2022〕10号第一部分等
      办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。"
    `)
    await rig.queued('morning', '2026-04-13', waiting)
    const done = await report('2026-04-13')
    expect(done.kind).toBe('recorded')
    const states = await client.push.findMany({ where: { slot: 'morning 2026-04-13' } })
    expect(states.map(({ userid, status }) => `${userid} ${status}`).sort()).toEqual([
      'ZhangMin WITHDRAWN',
      'jz WITHDRAWN',
      'lihui WITHDRAWN',
      'wanghai WITHDRAWN',
    ])
    expect(await told('2026-04-20')).toEqual([])
    // Undone, it is owed again; what was said of an earlier day stays as it was known then.
    if (done.kind !== 'recorded') throw new Error('not recorded')
    const order = { reportId: done.reportId, actor: 'zhangmin', reason: '' }
    const { at } = moment('2026-04-20', '13:00')
    const undo = () => rig.database.transaction((tx) => voidDutyReport(tx, order, at))
    expect([await undo(), await undo()]).toEqual([true, false])
    expect(await told('2026-04-21')).toEqual(['ZhangMin', 'lihui', 'wanghai'])
    expect(await rig.plan('morning', '2026-04-17')).toEqual([])
  })

  it('are reported once, whoever comes first, also before they are listed', async () => {
    const [first, second] = [await report('2026-01-05'), await report('2026-01-06')]
    expect([first.kind, second.kind]).toEqual(['recorded', 'again'])
    await follow('2026-02-01')
    expect(await listed('2026-02-01')).toEqual([
      'P832_FILL 2026 焦作市第一中学 2026-03-25 2026-01-05',
    ])
  })
})

describe('the data', () => {
  it('names every mistake with its place', () => {
    const file = join(tmpdir(), `duties-${process.pid}.yaml`)
    const rule = (
      more: string,
    ) => `  - {key: A, title: 事, remindDays: 5, responsible: x, basis: y, ship: on,
     effectiveTo: null, note: "", source: "", called: [事], ${more}}\n`
    writeFileSync(
      file,
      `reports:\n${rule('version: 1, opens: "03-01", due: "02-01", confidence: TARGET, level: national, effectiveFrom: null')}${rule(
        'version: 2, opens: "01-01", due: "02-01", confidence: CONFIRMED, level: national, effectiveFrom: null',
      )}visits: []\n`,
    )
    try {
      loadDuties(file)
      expect.unreachable()
    } catch (error) {
      if (!(error instanceof MistakesError)) throw error
      expect(
        error.mistakes.map(({ at, message }) => `${at.split(':').slice(1)} ${message}`),
      ).toEqual([
        expect.stringContaining('a target is the bureau'),
        expect.stringContaining('a later version needs a later day'),
        expect.stringContaining('not after the day it opens'),
      ])
    }
  })

  it('has a source and an article for every duty', () => {
    const all = [...book.reports, ...book.visits]
    expect(all.length).toBeGreaterThanOrEqual(4)
    expect(all.filter(({ basis, source }) => basis === '' || source === '')).toEqual([])
  })
})

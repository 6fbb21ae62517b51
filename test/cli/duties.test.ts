import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { followDuties, loadDuties } from '../../src/duties/index.ts'
import { moment, type Office, office } from '../supervision/rig.ts'
import { operateHere } from '../support/operate-here.ts'

let rig: Office
beforeEach(async () => {
  rig = await office()
})
afterEach(() => rig[Symbol.asyncDispose]())

describe('cli duties', () => {
  it('lists what units owe, and reports one of them', async () => {
    for (const on of ['2026-01-20', '2026-02-16'])
      await followDuties(rig.database, {
        book: loadDuties(),
        calendar: rig.business.calendar,
        at: moment(on, '06:00').at,
      })
    const cli = operateHere(rig.database, () => moment('2026-04-02', '10:00').at)
    const done = await cli([
      'duties',
      '焦作市第一中学',
      '--done',
      'P832_FILL',
      '--day',
      '2026-03-20',
    ])
    expect(done).toMatchObject({
      code: 0,
      out: '已登记：焦作市第一中学，832平台填报预留份额，2026-03-20',
    })
    const none = [
      'duties',
      '焦作市第一中学',
      '--not-applicable',
      'SME_RESERVE_REPORT',
      '--note',
      '不是',
    ]
    expect(await cli(none)).toMatchObject({ code: 0 })
    expect((await cli(none)).out).toContain('已经登记过了')
    const { out } = await cli(['duties', '--json'])
    expect(JSON.parse(out)).toEqual([
      expect.objectContaining({
        duty: 'P832_FILL',
        state: 'done',
        doneOn: '2026-03-20',
        daysLate: 0,
      }),
      expect.objectContaining({ duty: 'SME_RESERVE_REPORT', state: 'not-applicable' }),
      expect.objectContaining({ duty: 'SME_OVERDUE_DISCLOSE', state: 'open', daysLate: 2 }),
    ])
    const before = await cli(['duties', '--json', '--at', '2026-03-01'])
    expect(JSON.parse(before.out).map(({ state }: { state: string }) => state)).toEqual([
      'open',
      'open',
      'open',
    ])
    expect((await cli(['duties', '焦作市第一中学'])).out).toMatchInlineSnapshot(`
      "单位            事项                      期    到期        情况              迟（天）  报送人  依据
      焦作市第一中学  832平台填报预留份额       2026  2026-03-25  已办2026-03-20    -         -       焦财采购〔2022〕10号第一部分；财库〔2021〕20号
      焦作市第一中学  面向中小企业预留情况报告  2026  2026-03-31  不适用2026-04-02  -         -       财库〔2020〕46号第18条（条文没有写日子）
      焦作市第一中学  公开逾期未付中小企业款项  2026  2026-03-31  待办              2         -       保障中小企业款项支付条例（国务院令802号）第18条"
    `)
  })

  it('refuses a unit and a duty that nobody knows', async () => {
    const cli = operateHere(rig.database, () => moment('2026-04-02', '10:00').at)
    expect(await cli(['duties', '无此单位'])).toMatchObject({
      code: 1,
      err: '没有这个单位：无此单位',
    })
    expect(await cli(['duties', '焦作市第一中学', '--done', 'X'])).toMatchObject({ code: 1 })
    expect(await cli(['duties', '--done', 'P832_FILL'])).toMatchObject({ code: 2 })
  })
})

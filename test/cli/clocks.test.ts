import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratch } from '../office/workbooks.ts'
import { noon, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { buildProject } from '../support/factories.ts'
import { operateHere } from '../support/operate-here.ts'

let database: OfficeDatabase
let today = '2026-11-24'
let run: ReturnType<typeof operateHere>
beforeAll(async () => {
  database = await officeDatabase()
  run = operateHere(database, () => noon(today))
})
afterAll(() => database[Symbol.asyncDispose]())

/** A year whose holidays agree with the law, as a CSV. */
const CSV_2027 = `日期,类型,节日
${[
  ['01-01 01-02 01-03', '元旦'],
  ['02-05 02-06 02-07 02-08 02-09 02-10 02-11', '春节'],
  ['04-03 04-04 04-05', '清明节'],
  ['05-01 05-02 05-03 05-04 05-05', '劳动节'],
  ['06-09', '端午节'],
  ['09-15', '中秋节'],
  ['10-01 10-02 10-03 10-04 10-05 10-06 10-07', '国庆节'],
]
  .flatMap(([days = '', name]) => days.split(' ').map((on) => `2027-${on},放假,${name}`))
  .join('\n')}
2027-01-30,上班
2027-05-08,上班
2027-09-26,上班
2027-10-09,上班
`

describe('cli event', () => {
  it('records a challenge with its evidence, pauses the signing, and takes it back', async () => {
    const business = await openBusiness(database)
    const { lotId, code } = await buildProject(database.client)
    await business.tell(lotId, 'AWARD_NOTICE_SENT', '2026-09-01')
    const bare = await run(['event', code, '收到质疑', '2026-09-08'])
    expect(bare).toMatchObject({ code: 1, out: '' })
    expect(bare.err).toContain('--note')
    const told = ['event', code, '收到质疑', '2026-09-08', '--note', '质疑函1号', '--json']
    const recorded = await run(told)
    expect(recorded).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(recorded.out)).toMatchObject({
      event: 'CHALLENGE_RECEIVED',
      outcome: 'recorded',
      deadlines: [
        { rule: 'CHALLENGE_REPLY', due: '2026-09-17', pauses: [] },
        {
          rule: 'CONTRACT_SIGN',
          pauses: [{ title: '质疑处理', basis: '实施条例第54条', from: '2026-09-08', to: null }],
        },
      ],
    })
    expect(JSON.parse((await run(told)).out)).toMatchObject({ outcome: 'similar' })
    const ledger = JSON.parse((await run(['ledger', code, '--at', '2026-11-30', '--json'])).out)
    expect(ledger.deadlines).toContainEqual(
      expect.objectContaining({ rule: 'CONTRACT_SIGN', light: 'PAUSED', daysLate: 0 }),
    )
    const undone = await run([
      'event',
      code,
      'CHALLENGE_RECEIVED',
      '2026-09-08',
      '--void',
      '--json',
    ])
    expect(JSON.parse(undone.out)).toMatchObject({
      outcome: 'voided',
      deadlines: [{ rule: 'CONTRACT_SIGN', due: '2026-10-08', pauses: [] }],
    })
  })

  it('warns of a bid deadline that comes too early, naming the article', async () => {
    const { code, lotId } = await buildProject(database.client)
    await database.client.lot.update({
      where: { id: lotId },
      data: { method: '公开招标', category: 'GOODS' },
    })
    await run(['event', code, '招标文件开始发出', '2026-09-01'])
    const told = await run(['event', code, '投标截止', '2026-09-20'])
    expect(told.code).toBe(0)
    expect(told.out).toContain('政府采购法第35条')
    expect((await run(['event', code, '没有的事', '2026-09-20'])).err).toContain('没有的事')
  })
})

describe('cli calendar', () => {
  it('imports a year for every node; clocks that waited for it get their day', async () => {
    await using folder = await scratch()
    const file = join(folder.path, '2027.csv')
    await writeFile(file, CSV_2027)
    const business = await openBusiness(database)
    const { lotId, code } = await buildProject(database.client)
    await business.tell(lotId, 'CONTRACT_SIGNED', '2026-12-30')
    const filing = async () => {
      const told = JSON.parse((await run(['ledger', code, '--at', '2026-12-31', '--json'])).out)
      return told.deadlines.find((one: { rule: string }) => one.rule === 'CONTRACT_FILING')
    }
    expect(await filing()).toMatchObject({ due: null, light: 'UNKNOWN' })
    expect((await run(['due', 'CONTRACT_FILING', '2026-12-30', '--json'])).code).toBe(1)
    const next = async () => {
      const findings = JSON.parse((await run(['doctor', '--json'])).out)
      return findings.find((one: { check: string }) => one.check === 'calendar-2027').ok
    }
    expect(await next()).toBe(false)
    today = '2026-10-31'
    expect(await next()).toBe(true)
    today = '2026-11-24'

    const dry = await run(['calendar', 'import', file, '--dry-run'])
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out).toContain('2027 年：放假27天，调休上班4天')
    expect((await run(['calendar'])).out).toContain('2027 年　还没有录入')

    const broken = join(folder.path, 'broken.csv')
    await writeFile(broken, CSV_2027.replace('2027-10-09,上班\n', ''))
    const refused = await run(['calendar', 'import', broken])
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('国务院令795号')

    const stored = await run(['calendar', 'import', file, '--json'])
    expect(JSON.parse(stored.out)).toMatchObject({ ok: true, year: 2027, dryRun: false })
    expect(
      JSON.parse((await run(['due', 'CONTRACT_FILING', '2026-12-30', '--json'])).out),
    ).toMatchObject({ due: '2027-01-11' })
    expect(await next()).toBe(true)
    const after = await database.client.deadline.findMany({
      where: { lotId, knownTo: null, due: '2027-01-11' },
    })
    expect(after).toHaveLength(1)
    expect((await run(['calendar', 'import', join(folder.path, 'none.txt')])).code).toBe(1)
    expect((await run(['calendar', 'import'])).code).toBe(2)
  })
})

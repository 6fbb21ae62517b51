import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { scratch } from '../office/workbooks.ts'
import { noon, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { buildParty, buildProject } from '../support/factories.ts'
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

describe('cli ledger', () => {
  it('lists no clock that the end of a contract ended, what is still to be paid, and all again once it is taken back', async () => {
    const business = await openBusiness(database)
    const supplier = await buildParty(database.client, { isSme: true })
    const { lotId, code } = await buildProject(database.client, { supplierId: supplier.id })
    await business.tell(lotId, 'CONTRACT_SIGNED', '2026-11-18', { yuan: '200000' })
    await business.tell(lotId, 'DELIVERED', '2026-11-18')
    const listed = async () => {
      const shown = JSON.parse((await run(['ledger', code, '--json'])).out)
      return shown.deadlines.map(
        (one: { rule: string; light: string }) => `${one.rule} ${one.light}`,
      )
    }
    const whole = ['CONTRACT_PUBLISH RED', 'CONTRACT_FILING YELLOW', 'PAY_SME GREEN']
    expect((await listed()).sort()).toEqual([...whole].sort())
    const { event } = await business.tell(lotId, 'CONTRACT_TERMINATED', '2026-11-23', {
      yuan: '80000',
    })
    // The publication was overdue on the 20th; the filing still had two days.
    expect((await listed()).sort()).toEqual(['CONTRACT_PUBLISH RED', 'PAY_SME GREEN'])
    await business.takeBack(event.id, noon(today))
    expect((await listed()).sort()).toEqual([...whole].sort())
  })
})

describe('cli due --project', () => {
  it("counts with the lot's own days and pauses, and says how it stood still", async () => {
    const business = await openBusiness(database)
    const { lotId, code } = await buildProject(database.client)
    await business.tell(lotId, 'AWARD_NOTICE_SENT', '2026-09-01')
    await business.tell(lotId, 'CHALLENGE_RECEIVED', '2026-09-08')
    await business.tell(lotId, 'CHALLENGE_REPLIED', '2026-09-14')
    const asked = ['due', 'CONTRACT_SIGN', '--project', code]
    expect(JSON.parse((await run([...asked, '--json'])).out)).toMatchObject({
      ...{ rule: 'CONTRACT_SIGN', start: '2026-09-01', rawDue: '2026-10-07', due: '2026-10-08' },
      ...{ project: code, lot: 1, metOn: null },
      pauses: [
        { title: '质疑处理', basis: '实施条例第54条', from: '2026-09-08', to: '2026-09-14' },
      ],
    })
    expect((await run(asked)).out).toContain(
      '质疑处理：2026-09-08 至 2026-09-14 暂停，不计（实施条例第54条）',
    )
    // The rule by itself knows no pauses.
    expect(
      JSON.parse((await run(['due', 'CONTRACT_SIGN', '2026-09-01', '--json'])).out),
    ).toMatchObject({
      due: '2026-10-08',
      rawDue: '2026-10-01',
    })
    expect(await run(['due', 'PAY_SME', '--project', code])).toMatchObject({ code: 1, out: '' })
    expect(await run(['due', 'PAY_SME', '--project', 'JZ-404'])).toMatchObject({ code: 1, out: '' })
  })
})

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

describe('cli rules', () => {
  it('shows beforehand what an order would change, then changes it, and no verdict given before', async () => {
    await using folder = await scratch()
    const file = join(folder.path, 'order.yaml')
    const write = (text: string) => writeFile(file, `basis: 焦财采购〔2026〕8号\n${text}`)
    const business = await openBusiness(database)
    const { lotId, code } = await buildProject(database.client)
    await business.tell(lotId, 'CONTRACT_SIGNED', '2026-10-12')
    await business.tell(lotId, 'CONTRACT_PUBLISHED', '2026-10-16')
    const clocks = async () =>
      JSON.parse((await run(['ledger', code, '--json'])).out).deadlines.map(
        (one: { rule: string; due: string; light: string }) =>
          `${one.rule} ${one.due} ${one.light}`,
      )
    const before = await clocks()
    expect(before).toEqual(['CONTRACT_PUBLISH 2026-10-14 DONE', 'CONTRACT_FILING 2026-10-21 RED'])

    await write(`switches:
  - { rule: CONTRACT_PUBLISH, ship: "off", from: "2026-10-01" }
targets:
  - { rule: CONTRACT_FILING, days: 3, from: "2026-10-01" }
`)
    const dry = await run(['rules', 'import', file, '--dry-run'])
    expect(dry).toMatchObject({ code: 0, err: '' })
    expect(dry.out.split('\n').slice(0, 2)).toEqual([
      '改动 CONTRACT_PUBLISH 第2版：2个工作日 on → 2个工作日 off，2026-10-01 起（实施条例第50条）',
      '新增 TARGET_CONTRACT_FILING 第1版：3个工作日，on，2026-10-01 起（焦财采购〔2026〕8号）',
    ])
    const own = dry.out.split('\n').filter((line) => line.includes(`${code} `))
    expect(own).toEqual([
      `  ${code} 第1包 TARGET_CONTRACT_FILING（2026-10-12 起算）：- → 2026-10-15`,
    ])
    expect(await clocks()).toEqual(before)

    expect((await run(['rules', 'import', file])).code).toBe(0)
    expect(await clocks()).toEqual([
      'CONTRACT_PUBLISH 2026-10-14 DONE',
      'TARGET_CONTRACT_FILING 2026-10-15 RED',
      'CONTRACT_FILING 2026-10-21 RED',
    ])
    const listed = JSON.parse((await run(['rules', '--json'])).out)
    expect(listed).toContainEqual(
      expect.objectContaining({ key: 'CONTRACT_PUBLISH', version: 2, ship: 'off' }),
    )
    // A second import of the same changes nothing further: its day is taken.
    expect((await run(['rules', 'import', file])).code).toBe(1)
  })

  it('refuses what is not stricter, what nobody has read, and what does not exist, all at once', async () => {
    await using folder = await scratch()
    const file = join(folder.path, 'order.yaml')
    await writeFile(
      file,
      `basis: 本局
switches:
  - { rule: CREDIT_EVAL_EXPERT, ship: "on", from: "2026-12-01" }
  - { rule: NOPE, ship: "off", from: "2026-12-01" }
targets:
  - { rule: CONTRACT_SIGN, days: 30, from: "2026-12-01" }
`,
    )
    const refused = await run(['rules', 'import', file])
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err.split('\n')).toHaveLength(4)
    const known = '{ rule: CREDIT_EVAL_EXPERT, ship: "on", from: "2026-12-01", read: true }'
    await writeFile(file, `basis: 本局\nswitches:\n  - ${known}\n`)
    expect((await run(['rules', 'import', file, '--dry-run'])).code).toBe(0)
  })
})

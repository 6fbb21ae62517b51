import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../../src/base/index.ts'
import { advanceClock, loadDemoOffice } from '../../src/office/index.ts'
import { GOOD, scratch, writeWorkbook } from '../office/workbooks.ts'
import { openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { operateHere } from '../support/operate-here.ts'
import { builtCli, operate } from '../support/operator.ts'

let database: OfficeDatabase
let url: string
/** What a process of its own has nothing to add to. */
let here: ReturnType<typeof operateHere>
beforeAll(async () => {
  database = await officeDatabase()
  url = database.url
  here = operateHere(database, () => new Date())
})
afterAll(() => database[Symbol.asyncDispose]())

const json = (text: string): unknown => JSON.parse(text)
const lines = (text: string): unknown[] => text.trimEnd().split('\n').map(json)

describe('usage', () => {
  it('is 2 with help on stderr for what is written wrongly, 0 for --help', async () => {
    const wrong = [[], ['frob'], ['due'], ['ledger', 'A', '--lot', 'x'], ['visits', '--nope']]
    for (const args of wrong) {
      const ended = await here(args)
      expect([args, ended.code, ended.out]).toEqual([args, 2, ''])
      expect(ended.err).toMatch(/用法/)
    }
    expect(await operate(['frob'])).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('用法'),
    })
    const help = await operate(['remind', '--help'])
    expect(help).toMatchObject({ code: 0, err: '' })
    expect(help.out).toContain('用法：cli remind --at')
  })

  it('lists every mistake of the variables', async () => {
    const ended = await operate(['visits'], {
      env: { PORT: 'abc', WECOM_CORP_ID: 'ww1', LOG_LEVEL: 'loud' },
    })
    expect(ended).toMatchObject({ code: 1, out: '' })
    expect(ended.err.trimEnd().split('\n')).toHaveLength(1 + 2 + 4 + 2)
  })
})

describe('due', () => {
  it('explains one, needing no database', async () => {
    const ended = await operate(['due', 'CONTRACT_SIGN', '2026-09-08', '--json'], {
      url: 'postgresql://127.0.0.1:1/nowhere',
    })
    expect(ended).toMatchObject({ code: 0, err: '' })
    expect(json(ended.out)).toMatchObject({
      rule: 'CONTRACT_SIGN',
      due: '2026-10-08',
      amount: 30,
      unit: 'day',
    })
  })

  it('answers pairs on stdin line by line, whatever they say; a year without calendar alone is 1', async () => {
    const ended = await operate(['due', '-'], {
      stdin: 'CONTRACT_FILING 2026-09-08\r\nNOPE 2026-09-08\nCONTRACT_SIGN\n',
    })
    expect(ended.code).toBe(0)
    expect(lines(ended.out)).toMatchObject([
      { due: '2026-09-17' },
      { error: expect.any(String) },
      { error: expect.any(String) },
    ])
    const missing = await operate(['due', 'CONTRACT_PUBLISH', '2039-12-30', '--json'])
    expect(missing.code).toBe(1)
    expect(json(missing.out)).toMatchObject({ error: expect.stringContaining('2039') })
  })
})

describe('understand', () => {
  it('reads values and sentences, one JSON line each', async () => {
    const values = await operate(
      ['understand', '--values', 'money', '--today', '2026-09-10T09:00:00+08:00'],
      { stdin: '12万5\n不知道\n' },
    )
    expect(lines(values.out)).toEqual([
      { text: '12万5', value: 125_000 },
      { text: '不知道', value: null },
    ])
    const said = await operate(['understand', '--today', '2026-09-10'], {
      stdin: '一中教学楼的合同昨天签了，318万\n',
    })
    expect(lines(said.out)).toMatchObject([
      {
        frames: [
          {
            intent: 'report-stage',
            event: 'CONTRACT_SIGNED',
            date: '2026-09-09',
            amount: 3_180_000,
          },
        ],
      },
    ])
  })
})

describe('an office from its template to its reminders', () => {
  it('is imported, shown, reminded of, and reset', async () => {
    await using folder = await scratch()
    const template = join(folder.path, 'template.xlsx')
    expect(await operate(['template', template])).toMatchObject({ code: 0, out: '' })
    expect((await here(['template', template])).code).toBe(1)
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(template)
    expect(workbook.worksheets.map((sheet) => [sheet.name, sheet.rowCount])).toEqual([
      ['科室', 2],
      ['单位', 2],
      ['人员', 2],
      ['往来单位', 2],
      ['项目', 2],
      ['付款', 2],
      ['付款条款', 2],
      ['事项', 2],
    ])
    const example = await here(['import', template, '--dry-run', '--json'])
    expect(json(example.out)).toMatchObject({ ok: true, errors: [], counts: { 项目: { new: 1 } } })

    const good = await writeWorkbook(folder.path, GOOD)
    const imported = await operate(['import', good, '--json'], { url })
    expect(imported.err).toBe('')
    expect(json(imported.out)).toMatchObject({
      ok: true,
      dryRun: false,
      counts: { 项目: { new: 3 } },
    })

    const ledger = await operate(['ledger', 'JZ-001', '--json'], { url })
    expect(json(ledger.out)).toMatchObject({
      code: 'JZ-001',
      lot: 1,
      stage: 'PAY',
      unit: '焦作市第一中学',
      events: [
        { kind: 'PLAN_FILED', day: '2026-03-02', by: null, voided: false },
        { kind: 'AWARD_NOTICE_SENT' },
        { kind: 'CONTRACT_SIGNED', amount: 3_180_000, party: '河南宏业建设有限公司' },
        { kind: 'ACCEPTED' },
        { kind: 'PAID', amount: 1_000_000 },
        { kind: 'PAID', amount: 500_000 },
      ],
    })
    const both = await here(['ledger', 'JZ-001', 'JZ-002', '--json'])
    expect(
      z
        .array(z.object({ code: z.string(), lot: z.number() }))
        .parse(json(both.out))
        .map((l) => `${l.code}/${l.lot}`),
    ).toEqual(['JZ-001/1', 'JZ-002/1', 'JZ-002/2'])
    expect((await here(['ledger', 'NOPE'])).code).toBe(1)
    expect(json((await here(['visits', '--json'])).out)).toEqual([])

    const refused = await here(['office', 'reset'])
    expect(refused.code).toBe(1)
    expect(await database.client.unit.count()).toBe(2)
    expect((await operate(['office', 'reset', '--yes'], { url })).code).toBe(0)
    expect(await database.client.unit.count()).toBe(0)
    expect(await database.client.ledgerEvent.count()).toBe(0)
  }, 60_000)
})

describe('the demo office', () => {
  it('is replaced by an import while nobody has used it, told of by doctor, refused in real mode', async () => {
    const business = await openBusiness(database)
    const now = new Date()
    await loadDemoOffice(database, business, now)
    const doctor = await operate(['doctor', '--json'], { url })
    const checks = z.array(z.object({ check: z.string(), ok: z.boolean() })).parse(json(doctor.out))
    expect(checks.map((c) => c.check)).toEqual(
      expect.arrayContaining([
        'database',
        'migrations',
        'wecom',
        'audit',
        'pushes',
        'mark',
        'links',
        'job-morning',
      ]),
    )
    expect(checks.filter((c) => !c.ok && !c.check.startsWith('calendar'))).toEqual([])

    const real = {
      WECOM_CORP_ID: 'ww1',
      WECOM_AGENT_ID: '1000002',
      WECOM_SECRET: 'secret',
      WECOM_TOKEN: 'token',
      WECOM_ENCODING_AES_KEY: 'a'.repeat(43),
      WECOM_API_BASE: 'http://127.0.0.1:1',
      PUBLIC_ORIGIN: 'http://127.0.0.1:3000',
      APP_SECRET: 's'.repeat(32),
    }
    const refused = await operate(['visits', '--json'], { url, env: real })
    expect(refused).toMatchObject({ code: 1, out: '' })
    expect(refused.err).toContain('office reset --yes')
    const bound = { ...real, WECOM_BIND_LINKS: 'on' }
    const examined = await operate(['doctor'], { url, env: bound })
    expect([examined.code, examined.out]).toEqual([
      1,
      expect.stringContaining('链接只给本人：WECOM_BIND_LINKS 填了 on，PUBLIC_ORIGIN 却不是 https'),
    ])

    // The simulator's clock is what the import goes by.
    const year = 365 * 86_400_000
    await advanceClock(database.client, year)
    await using folder = await scratch()
    const imported = await operate(['import', await writeWorkbook(folder.path, GOOD), '--json'], {
      url,
    })
    expect(json(imported.out)).toMatchObject({ ok: true, counts: { 单位: { new: 2 } } })
    expect(await database.client.unit.count()).toBe(2)
    const [event] = await database.client.ledgerEvent.findMany({ take: 1 })
    expect(event?.recordedAt.getTime()).toBeGreaterThan(now.getTime() + year - 1)
  }, 60_000)
})

describe('a pipe that is closed early', () => {
  it('ends the command quietly', async () => {
    const shell = `yes "CONTRACT_SIGN 2026-09-08" | head -3000 | node ${builtCli()} due - | head -1`
    const { stdout, stderr } = await promisify(execFile)(
      'bash',
      ['-o', 'pipefail', '-c', `${shell} || true`],
      { cwd: projectRoot },
    )
    expect(stdout.split('\n')).toHaveLength(2)
    expect(stderr).toBe('')
  })
})

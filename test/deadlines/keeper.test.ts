import { afterAll, describe, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import {
  clocksAt,
  dueClocks,
  lightOf,
  loadRules,
  openClocks,
  ruleBookOf,
} from '../../src/deadlines/index.ts'
import { noon, openBusiness } from '../support/business.ts'
import { officeDatabase } from '../support/database.ts'
import { buildParty, buildProject, buildUnit } from '../support/factories.ts'

const office = await officeDatabase()
const db = office.client
const { ledger, tell, takeBack, book, calendar } = await openBusiness(office)
afterAll(() => office[Symbol.asyncDispose]())

const said = (clocks: Awaited<ReturnType<typeof clocksAt>>) =>
  clocks.map(({ rule, start, due, state, metOn }) => [rule.key, start, due, state, metOn])

describe('clocks in the database', () => {
  test('open with the event, are met by the next one', async () => {
    const { lotId } = await buildProject(db)
    await tell(lotId, 'AWARD_NOTICE_SENT', '2026-09-01')
    expect(said(await clocksAt(db, [lotId], noon('2026-09-01')))).toEqual([
      ['CONTRACT_SIGN', '2026-09-01', '2026-10-08', 'OPEN', null],
    ])
    await tell(lotId, 'CONTRACT_SIGNED', '2026-09-09')
    expect(said(await clocksAt(db, [lotId], noon('2026-09-09')))).toEqual([
      ['CONTRACT_PUBLISH', '2026-09-09', '2026-09-11', 'OPEN', null],
      ['CONTRACT_FILING', '2026-09-09', '2026-09-18', 'OPEN', null],
      ['CONTRACT_SIGN', '2026-09-01', '2026-10-08', 'MET', '2026-09-09'],
    ])
  })

  test('taking back restores them exactly, and the past is still known as it was', async () => {
    const { lotId } = await buildProject(db)
    await tell(lotId, 'AWARD_NOTICE_SENT', '2026-09-01')
    const before = await clocksAt(db, [lotId], noon('2026-09-02'))
    const signed = await tell(lotId, 'CONTRACT_SIGNED', '2026-09-09')
    const during = await clocksAt(db, [lotId], noon('2026-09-09'))
    await takeBack(signed.event.id, noon('2026-09-10'))
    const after = await clocksAt(db, [lotId], noon('2026-09-10'))
    const withoutRow = (clocks: typeof before) => clocks.map(({ id, ...clock }) => clock)
    expect(withoutRow(after)).toEqual(withoutRow(before))
    expect(await clocksAt(db, [lotId], noon('2026-09-09'))).toEqual(during)
    expect(await clocksAt(db, [lotId], noon('2026-09-02'))).toEqual(before)
  })

  test('an event that changes nothing rewrites no row', async () => {
    const { lotId } = await buildProject(db)
    await tell(lotId, 'AWARD_NOTICE_SENT', '2026-09-01')
    const [row] = await db.deadline.findMany({ where: { lotId } })
    await tell(lotId, 'AGENCY_ENTRUSTED', '2026-06-01', { at: noon('2026-09-02') })
    expect(await db.deadline.findMany({ where: { lotId } })).toEqual([row])
  })

  test('a late entry closes what it should have closed, from the moment it was told', async () => {
    const { lotId } = await buildProject(db)
    await tell(lotId, 'CONTRACT_SIGNED', '2026-09-01')
    await tell(lotId, 'CONTRACT_PUBLISHED', '2026-09-03', { at: noon('2026-09-20') })
    const publish = async (at: string) =>
      (await clocksAt(db, [lotId], noon(at))).find((clock) => clock.rule.key === 'CONTRACT_PUBLISH')
    const then = await publish('2026-09-10')
    expect(then && lightOf(then, day('2026-09-10'))).toEqual({ light: 'RED', daysLate: 7 })
    const now = await publish('2026-09-20')
    expect(now && lightOf(now, day('2026-09-20'))).toEqual({ light: 'DONE', daysLate: 0 })
  })

  test('废标 closes every open clock without a verdict, its undo opens them again', async () => {
    const { lotId } = await buildProject(db)
    await tell(lotId, 'AWARD_CONFIRMED', '2026-09-01')
    const open = await clocksAt(db, [lotId], noon('2026-09-01'))
    expect(open.length).toBeGreaterThan(0)
    const failed = await tell(lotId, 'FAILED', '2026-09-02')
    expect(await clocksAt(db, [lotId], noon('2026-09-02'))).toEqual([])
    await takeBack(failed.event.id, noon('2026-09-03'))
    expect(said(await clocksAt(db, [lotId], noon('2026-09-03')))).toEqual(said(open))
  })

  test('two events of one instant leave one known clock each', async () => {
    const { lotId } = await buildProject(db)
    const at = noon('2026-09-10')
    await tell(lotId, 'CONTRACT_SIGNED', '2026-09-09', { at })
    await tell(lotId, 'CONTRACT_PUBLISHED', '2026-09-10', { at })
    const keys = (await clocksAt(db, [lotId], at)).map((clock) => [clock.rule.key, clock.state])
    expect(keys).toEqual([
      ['CONTRACT_PUBLISH', 'MET'],
      ['CONTRACT_FILING', 'OPEN'],
    ])
  })
})

describe('what is due', () => {
  test('is asked for by unit and day, with everything a reminder says', async () => {
    const unit = await buildUnit(db, { name: '市第二中学' })
    const supplier = await buildParty(db, { isSme: false })
    const project = await buildProject(db, { unitId: unit.id, name: '食堂改造' })
    await tell(project.lotId, 'CONTRACT_SIGNED', '2026-09-09', { partyId: supplier.id })
    const ask = (on: string) => dueClocks(db, { today: day(on), at: noon(on), unitIds: [unit.id] })
    expect(await ask('2026-09-08')).toEqual([])
    const [first] = await ask('2026-09-09')
    expect(first).toMatchObject({
      rule: { key: 'CONTRACT_PUBLISH', title: expect.any(String), basis: expect.any(String) },
      lot: { code: project.code, no: 1, name: '食堂改造' },
      unit: { id: unit.id, name: '市第二中学' },
      supplier: { id: supplier.id, isSme: false },
      due: '2026-09-11',
    })
    const elsewhere = await buildUnit(db)
    expect(
      await dueClocks(db, {
        today: day('2026-09-30'),
        at: noon('2026-09-30'),
        unitIds: [elsewhere.id],
      }),
    ).toEqual([])
  })

  test('a past moment is asked as it was known then', async () => {
    const { lotId, unitId } = await buildProject(db)
    await tell(lotId, 'CONTRACT_SIGNED', '2026-03-02')
    await tell(lotId, 'CONTRACT_PUBLISHED', '2026-03-03', { at: noon('2026-03-10') })
    const keys = async (on: string) =>
      (await dueClocks(db, { today: day(on), at: noon(on), unitIds: [unitId] })).map(
        (clock) => clock.rule.key,
      )
    expect(await keys('2026-03-06')).toEqual(['CONTRACT_PUBLISH', 'CONTRACT_FILING'])
    expect(await keys('2026-03-10')).toEqual(['CONTRACT_FILING'])
  })

  test('the question of today and that of the past run on partial indexes', async () => {
    const plan = await office.transaction(async (tx) => {
      // A table of a few rows is always scanned; without scans the plan shows whether the index fits the question.
      await tx.$executeRaw`SET LOCAL enable_seqscan = off`
      return tx.$queryRaw<{ 'QUERY PLAN': string }[]>`
        EXPLAIN SELECT * FROM "Deadline" WHERE "state" = 'OPEN' AND "knownTo" IS NULL AND "attentionOn" <= '2026-09-01'
        UNION ALL SELECT * FROM "Deadline" WHERE "state" = 'OPEN' AND "knownTo" IS NOT NULL AND "knownTo" > now()`
    })
    const text = plan.map((row) => row['QUERY PLAN']).join('\n')
    expect(text).toContain('Deadline_attention_idx')
    expect(text).toContain('Deadline_past_idx')
  })
})

describe('years and rules that come later', () => {
  test('a clock that waited for its calendar is completed at the next start', async () => {
    const young = calendarOf(loadYears().filter((year) => year.year < 2026))
    const { lotId } = await buildProject(db)
    const waiting = await openClocks(office, { book, calendar: young }, noon('2025-12-30'))
    await tell(lotId, 'CONTRACT_SIGNED', '2025-12-30')
    await office.transaction((tx) => waiting.refreshLots(tx, [lotId], noon('2025-12-30')))
    const due = async (at: string) =>
      (await clocksAt(db, [lotId], noon(at))).map(({ rule, due, missingYear, attentionOn }) => [
        rule.key,
        due,
        missingYear,
        attentionOn <= day(at),
      ])
    const before = await due('2025-12-31')
    expect(before).toContainEqual(['CONTRACT_FILING', null, 2026, expect.any(Boolean)])
    await openClocks(office, { book, calendar }, noon('2026-01-02'))
    expect(await due('2026-01-02')).toContainEqual(['CONTRACT_FILING', '2026-01-09', null, false])
    expect(await due('2025-12-31')).toEqual(before)
  })

  test('a new version counts from its day; a version edited in place is refused', async () => {
    const { lotId } = await buildProject(db)
    const later = await buildProject(db)
    await tell(lotId, 'CONTRACT_SIGNED', '2026-09-09')
    await tell(later.lotId, 'CONTRACT_SIGNED', '2026-11-02')
    const publish = book.rules.find((rule) => rule.key === 'CONTRACT_PUBLISH')
    if (!publish) throw new Error('no such rule')
    const second = { ...publish, version: 2, amount: 3, effectiveFrom: day('2026-11-01') }
    const newer = ruleBookOf({ ...book, rules: [...book.rules, second] })
    await openClocks(office, { book: newer, calendar }, noon('2026-11-03'))
    const duesOf = async (lot: number) =>
      (await clocksAt(db, [lot], noon('2026-11-03')))
        .filter((clock) => clock.rule.key === 'CONTRACT_PUBLISH')
        .map((clock) => [clock.rule.version, clock.due])
    expect(await duesOf(lotId)).toEqual([[1, '2026-09-11']])
    expect(await duesOf(later.lotId)).toEqual([[2, '2026-11-05']])

    const edited = ruleBookOf({
      ...book,
      rules: book.rules.map((rule) => (rule === publish ? { ...rule, amount: 9 } : rule)),
    })
    await expect(
      openClocks(office, { book: edited, calendar }, noon('2026-11-04')),
    ).rejects.toMatchObject({
      code: 'deadlines.rule-edited',
      fields: { rules: 'CONTRACT_PUBLISH@1' },
    })
  })

  test('loading the same files again adds nothing', async () => {
    const count = await db.deadlineRule.count()
    await openClocks(office, { book: loadRules(), calendar }, noon('2026-11-05'))
    expect(await db.deadlineRule.count()).toBe(count)
  })
})

test('many lots in one call each get their clocks', async () => {
  const lots = [await buildProject(db), await buildProject(db), await buildProject(db)]
  await office.transaction((tx) =>
    ledger.recordMany(
      tx,
      lots.map(({ lotId }) => ({
        lotId,
        kind: 'CONTRACT_SIGNED' as const,
        day: day('2026-09-09'),
        actor: 'import',
        source: 'IMPORT' as const,
      })),
      noon('2026-09-10'),
    ),
  )
  const clocks = await clocksAt(
    db,
    lots.map((lot) => lot.lotId),
    noon('2026-09-10'),
  )
  expect(clocks).toHaveLength(6)
})

import { afterAll, describe, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import {
  entryNumber,
  historyAt,
  holdLots,
  liveEvents,
  paidSum,
  readLots,
  searchNames,
} from '../../src/ledger/index.ts'
import { noon, openBusiness } from '../support/business.ts'
import { officeDatabase } from '../support/database.ts'
import { buildLiaison, buildParty, buildProject, buildUnit } from '../support/factories.ts'

const office = await officeDatabase()
const db = office.client
const { ledger, tell, takeBack } = await openBusiness(office)
afterAll(() => office[Symbol.asyncDispose]())

/** Returns once another connection of this database waits for a lock. */
async function untilSomebodyWaits(): Promise<void> {
  const waiting = async () =>
    db.$executeRaw`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
  while ((await waiting()) === 0);
}

async function historyOf(lotId: number) {
  const [history] = await readLots(db, { lotIds: [lotId] })
  if (!history) throw new Error('no such lot')
  return history
}

describe('recording', () => {
  test('keeps who said what of which party, with money to the fen', async () => {
    const unit = await buildUnit(db)
    const zhang = await buildLiaison(db, unit.id, { userid: 'Zhang', name: '张敏' })
    const party = await buildParty(db, { name: '焦作建工', isSme: true })
    const { lotId, code } = await buildProject(db, { unitId: unit.id })
    const outcome = await tell(lotId, 'CONTRACT_SIGNED', '2026-09-09', {
      yuan: '3180000.25',
      partyId: party.id,
      personId: zhang.id,
    })
    expect(outcome.kind).toBe('recorded')
    const [byCode] = await readLots(db, { codes: [code] })
    expect(byCode).toEqual(outcome.history)
    expect(byCode?.events).toEqual([
      {
        id: outcome.event.id,
        kind: 'CONTRACT_SIGNED',
        day: '2026-09-09',
        amount: 318_000_025n,
        party: { id: party.id, name: '焦作建工', isSme: true },
        by: { personId: zhang.id, userid: 'Zhang', name: '张敏' },
        recordedAt: noon('2026-09-09'),
      },
    ])
    expect(entryNumber(outcome.event)).toBe(`2026-${String(outcome.event.id).padStart(4, '0')}`)
  })

  test('a step that happens once is recorded once', async () => {
    const { lotId } = await buildProject(db)
    await tell(lotId, 'PLAN_FILED', '2026-09-01')
    const again = await tell(lotId, 'PLAN_FILED', '2026-09-02')
    expect(again).toMatchObject({ kind: 'already', event: { day: '2026-09-01' } })
    expect((await historyOf(lotId)).events).toHaveLength(1)
  })

  test('an instalment like one on record is asked about, and recorded when it is another', async () => {
    const { lotId } = await buildProject(db)
    await tell(lotId, 'PAID', '2026-09-01', { yuan: '1000' })
    expect((await tell(lotId, 'PAID', '2026-09-01', { yuan: '1000' })).kind).toBe('similar')
    const more = { yuan: '1000', another: true }
    expect((await tell(lotId, 'PAID', '2026-09-01', more)).kind).toBe('recorded')
    expect((await tell(lotId, 'PAID', '2026-09-01', more)).kind).toBe('recorded')
    expect((await tell(lotId, 'PAID', '2026-09-02', { yuan: '1000' })).kind).toBe('recorded')
    expect(paidSum(await historyOf(lotId))).toBe(400_000n)
  })

  test('another one is still possible after the first was taken back', async () => {
    const { lotId } = await buildProject(db)
    const first = await tell(lotId, 'DELIVERED', '2026-09-01')
    await tell(lotId, 'DELIVERED', '2026-09-01', { another: true })
    await takeBack(first.event.id, noon('2026-09-02'))
    expect((await tell(lotId, 'DELIVERED', '2026-09-01', { another: true })).kind).toBe('recorded')
    expect(liveEvents(await historyOf(lotId))).toHaveLength(2)
  })

  test('a lot that does not exist is an error, not silence', async () => {
    await expect(tell(999_999, 'PLAN_FILED', '2026-09-01')).rejects.toMatchObject({
      code: 'ledger.no-such-lot',
    })
  })

  test('many at once come back in order, doubles among them told', async () => {
    const a = await buildProject(db)
    const b = await buildProject(db)
    const entry = (lotId: number, on: string) => ({
      lotId,
      kind: 'PLAN_FILED' as const,
      day: day(on),
      actor: 'import',
      source: 'IMPORT' as const,
    })
    const outcomes = await office.transaction((tx) =>
      ledger.recordMany(
        tx,
        [entry(b.lotId, '2026-01-02'), entry(a.lotId, '2026-01-01'), entry(b.lotId, '2026-01-03')],
        noon('2026-02-01'),
      ),
    )
    expect(outcomes.map((outcome) => [outcome.kind, outcome.history.lotId])).toEqual([
      ['recorded', b.lotId],
      ['recorded', a.lotId],
      ['already', b.lotId],
    ])
  })
})

describe('recording upon a lot that is held', () => {
  const entry = (lotId: number, kind: 'PLAN_FILED' | 'PAID' | 'CONTRACT_SIGNED') => ({
    lotId,
    kind,
    day: day('2026-09-09'),
    actor: 'test',
    source: 'CHAT' as const,
  })
  const at = noon('2026-09-09')

  test('gives the lot as it would be read, fact after fact', async () => {
    const unit = await buildUnit(db)
    const { id: personId } = await buildLiaison(db, unit.id)
    const party = await buildParty(db, { isSme: true })
    const { lotId } = await buildProject(db, { unitId: unit.id })
    await tell(lotId, 'PLAN_FILED', '2026-09-01')
    const told = { partyId: party.id, personId, amount: 318_000_025n, saidIn: 'a', reason: 'b' }
    await office.sqlTransaction(async (tx) => {
      const [held] = await holdLots(tx, [lotId])
      const signed = { ...entry(lotId, 'CONTRACT_SIGNED'), ...told }
      const first = await ledger.record(tx, signed, at, held)
      expect(first).toMatchObject({ kind: 'recorded', event: { amount: 318_000_025n } })
      expect(await readLots(tx, { lotIds: [lotId] })).toEqual([first.history])
      const paid = { ...entry(lotId, 'PAID'), amount: 500n, nth: 'another' as const }
      const second = await ledger.record(tx, paid, at, first.history)
      const third = await ledger.record(tx, paid, at, second.history)
      expect([second.kind, third.kind]).toEqual(['recorded', 'recorded'])
      expect(await readLots(tx, { lotIds: [lotId] })).toEqual([third.history])
      const again = await ledger.record(tx, signed, at, third.history)
      expect(again).toMatchObject({ kind: 'already', event: { id: first.event.id } })
    })
  })

  test('a history that was not given under the lock, or is of before, is read anew', async () => {
    const { lotId } = await buildProject(db)
    const before = await historyOf(lotId)
    const { event } = await tell(lotId, 'PLAN_FILED', '2026-09-01')
    await office.sqlTransaction(async (tx) => {
      const unheld = await ledger.record(tx, entry(lotId, 'PAID'), at, before)
      expect(await readLots(tx, { lotIds: [lotId] })).toEqual([unheld.history])
      const [held] = await holdLots(tx, [lotId])
      await ledger.voidEvents(tx, { eventIds: [event.id], actor: 'test', reason: 'mistake' }, at)
      const outcome = await ledger.record(tx, entry(lotId, 'PLAN_FILED'), at, held)
      expect(outcome.kind).toBe('recorded')
      expect(await readLots(tx, { lotIds: [lotId] })).toEqual([outcome.history])
    })
    const [elsewhere] = await office.sqlTransaction((tx) => holdLots(tx, [lotId]))
    await takeBack(event.id, at)
    await tell(lotId, 'DELIVERED', '2026-09-09')
    await office.sqlTransaction(async (tx) => {
      const outcome = await ledger.record(tx, entry(lotId, 'CONTRACT_SIGNED'), at, elsewhere)
      expect(await readLots(tx, { lotIds: [lotId] })).toEqual([outcome.history])
    })
  })

  test('whoever comes second finds on record what the first recorded', async () => {
    const { lotId } = await buildProject(db)
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map(() =>
        office.sqlTransaction(async (tx) => {
          const [held] = await holdLots(tx, [lotId])
          return ledger.record(tx, entry(lotId, 'PLAN_FILED'), at, held)
        }),
      ),
    )
    const kinds = outcomes.map(({ kind }) => kind).sort()
    expect(kinds).toEqual(['already', 'already', 'already', 'recorded'])
  })
})

describe('two people at the same moment', () => {
  test('confirming the same step make one event, and the second is told', async () => {
    const { lotId } = await buildProject(db)
    for (const kind of ['PLAN_FILED', 'NOTICE_PUBLISHED', 'BID_OPENED'] as const) {
      const outcomes = await Promise.all([1, 2, 3, 4].map(() => tell(lotId, kind, '2026-09-01')))
      expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual([
        'already',
        'already',
        'already',
        'recorded',
      ])
    }
    expect((await historyOf(lotId)).events).toHaveLength(3)
  })

  test('the second waits for the first transaction to end', async () => {
    const { lotId } = await buildProject(db)
    let second: ReturnType<typeof tell> | undefined
    await office.transaction(async (tx) => {
      const entry = { lotId, day: day('2026-09-01'), actor: 'first', source: 'CHAT' as const }
      await ledger.record(tx, { ...entry, kind: 'PLAN_FILED' }, noon('2026-09-01'))
      second = tell(lotId, 'PLAN_FILED', '2026-09-01')
      await untilSomebodyWaits()
    })
    expect((await second)?.kind).toBe('already')
  })

  test('saying that it is another instalment both get a number', async () => {
    const { lotId } = await buildProject(db)
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => tell(lotId, 'PAID', '2026-09-01', { yuan: '5', another: true })),
    )
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(['recorded', 'recorded', 'recorded'])
  })
})

describe('taking back', () => {
  test('adds a row, frees the step, and a second time changes nothing', async () => {
    const { lotId } = await buildProject(db)
    const { event } = await tell(lotId, 'PLAN_FILED', '2026-09-01')
    const order = { eventIds: [event.id], actor: 'zhang', reason: '日期填错' }
    const at = noon('2026-09-02')
    const first = await office.transaction((tx) => ledger.voidEvents(tx, order, at))
    expect(first.voided.map((voided) => voided.voided)).toEqual([{ at, reason: '日期填错' }])
    const second = await office.transaction((tx) => ledger.voidEvents(tx, order, at))
    expect(second.voided).toEqual([])
    expect((await tell(lotId, 'PLAN_FILED', '2026-08-31')).kind).toBe('recorded')
    expect((await historyOf(lotId)).events).toHaveLength(2)
  })

  test('the past is still known as it was', async () => {
    const { lotId } = await buildProject(db)
    const { event } = await tell(lotId, 'PLAN_FILED', '2026-09-01')
    await takeBack(event.id, noon('2026-09-05'))
    const history = await historyOf(lotId)
    expect(liveEvents(historyAt(history, noon('2026-08-31')))).toEqual([])
    expect(liveEvents(historyAt(history, noon('2026-09-03')))).toHaveLength(1)
    expect(liveEvents(historyAt(history, noon('2026-09-05')))).toEqual([])
  })

  test('each write leaves one audit row', async () => {
    const { lotId } = await buildProject(db)
    const { event } = await tell(lotId, 'PLAN_FILED', '2026-09-01')
    await tell(lotId, 'PLAN_FILED', '2026-09-01')
    await takeBack(event.id, noon('2026-09-02'))
    await takeBack(event.id, noon('2026-09-02'))
    const rows = await db.audit.findMany({
      where: { thing: `event:${event.id}` },
      orderBy: { id: 'asc' },
    })
    expect(rows.map((row) => row.act)).toEqual(['record-event', 'void-event'])
  })
})

test('names are found inside the scope only', async () => {
  const mine = await buildUnit(db, { name: '市第一中学', aliases: ['一中'] })
  const project = await buildProject(db, {
    unitId: mine.id,
    name: '教学楼改造',
    aliases: ['教学楼'],
  })
  await buildProject(db)
  const names = await searchNames(db, {
    all: false,
    unitIds: [mine.id],
    sectionIds: [],
    regionIds: [],
  })
  expect(names).toEqual([
    {
      lotId: project.lotId,
      projectId: project.projectId,
      code: project.code,
      lotNo: 1,
      lotsOfProject: 1,
      name: '教学楼改造',
      projectName: '教学楼改造',
      aliases: ['教学楼'],
      unitId: mine.id,
      unitName: '市第一中学',
      unitAliases: ['一中'],
      unitSuspended: false,
      partyIds: [],
    },
  ])
})

import { afterAll, describe, expect, test } from 'vitest'
import { type Clock, day, silentLog } from '../../src/base/index.ts'
import {
  handSectionLinks,
  invite,
  loadSurveyPolicy,
  moveSpool,
  openAnswersFor,
  openInvitationDesk,
  pendingInvitations,
} from '../../src/surveys/index.ts'
import { noon, openBusiness } from '../support/business.ts'
import { handClock } from '../support/clock.ts'
import { officeDatabase } from '../support/database.ts'
import { seededEntropy } from '../support/entropy.ts'
import { buildParty, buildProject, buildSection, buildUnit } from '../support/factories.ts'
import { everyRow } from '../support/rows.ts'

const office = await officeDatabase()
const db = office.client
const { tell, takeBack } = await openBusiness(office)
afterAll(() => office[Symbol.asyncDispose]())

const policy = loadSurveyPolicy()
const entropy = seededEntropy('surveys')
const desk = (clock: Clock) => openInvitationDesk({ database: office, clock, log: silentLog })

const section = await buildSection(db)
let asked = 0

/** A unit of the section with one project of the supplier, and an invitation to it. */
async function invited(kind: 'ACCEPTED' | 'PAID', on: string, unitId?: number) {
  const unit = unitId ?? (await buildUnit(db, { sectionId: section.id })).id
  // A supplier each: nobody is asked more than four times a quarter.
  const supplier = await buildParty(db, { name: `焦作小微${asked++}`, isSme: true })
  const project = await buildProject(db, { unitId: unit, supplierId: supplier.id })
  const told = await tell(project.lotId, kind, on)
  const means = { entropy, at: noon(on), policy }
  const outcome = await office.transaction((tx) => invite(tx, told, means))
  if (outcome.kind !== 'invited') throw new Error(outcome.kind)
  return { ...outcome, ...project, event: told.event }
}

const full = (n: number) => ({
  help: false,
  paid: undefined,
  anonymous: { scores: [n, n, n, n, n], comment: `c${n}`, laidOpen: false, signs: [] },
})

describe('a link', () => {
  test('opens as often as one likes, is answered once, and then says so', async () => {
    const { token, name, supplier } = await invited('ACCEPTED', '2026-09-10')
    const at = desk(handClock(noon('2026-09-11')))
    const subject = { kind: 'open', occasion: 'ACCEPTED', party: supplier, project: name }
    expect(await at.open(token)).toMatchObject(subject)
    expect(await at.open(token)).toMatchObject(subject)
    expect(await at.take(token, full(5))).toBe('taken')
    expect(await at.take(token, full(1))).toBe('used')
    expect(await at.open(token)).toEqual({ kind: 'used' })
    expect(await db.answerSpool.count({ where: { comment: { in: ['c5', 'c1'] } } })).toBe(1)
    await db.answerSpool.deleteMany()
  })

  test('lives as long as the policy says, and an invented one reveals nothing', async () => {
    const { token } = await invited('ACCEPTED', '2026-09-10')
    const clock = handClock(noon('2026-10-10'))
    clock.advance(-1)
    expect((await desk(clock).open(token)).kind).toBe('open')
    clock.advance(1)
    expect(await desk(clock).open(token)).toEqual({ kind: 'expired' })
    expect(await desk(clock).take(token, full(3))).toBe('expired')
    expect(await desk(clock).open('invented')).toEqual({ kind: 'unknown' })
    expect(await desk(clock).take('invented', full(3))).toBe('unknown')
  })

  test('is withdrawn with its event', async () => {
    const { token, event } = await invited('PAID', '2026-09-10')
    await takeBack(event.id, noon('2026-09-11'))
    const at = desk(handClock(noon('2026-09-12')))
    expect(await at.open(token)).toEqual({ kind: 'expired' })
    expect(await at.take(token, full(3))).toBe('expired')
  })

  test('is kept as a hash only', async () => {
    const { token } = await invited('ACCEPTED', '2026-09-10')
    const [found] = await db.$queryRaw<{ n: bigint }[]>`
      SELECT count(*) AS n FROM "InvitationLink" k WHERE k::text LIKE ${`%${token}%`}`
    expect(found?.n).toBe(0n)
  })

  test('two at once count once', async () => {
    const { token } = await invited('ACCEPTED', '2026-09-10')
    const at = desk(handClock(noon('2026-09-11')))
    const outcomes = await Promise.all([at.take(token, full(2)), at.take(token, full(2))])
    expect(outcomes.sort()).toEqual(['taken', 'used'])
    expect(await db.answerSpool.count({ where: { comment: 'c2' } })).toBe(1)
    await db.answerSpool.deleteMany()
  })

  test('the section gets one of its own, once; the first answer closes both', async () => {
    const own = await buildSection(db)
    const unit = await buildUnit(db, { sectionId: own.id })
    const { token, invitationId } = await invited('ACCEPTED', '2026-09-10', unit.id)
    const at = noon('2026-09-11')
    const pending = await pendingInvitations(db, [own.id], at)
    expect(pending).toMatchObject([
      { invitationId, supplier: expect.stringMatching(/^焦作小微/), sectionId: own.id },
    ])
    const tokens = await handSectionLinks(db, [invitationId], { entropy, at })
    const second = tokens.get(invitationId) ?? ''
    expect(await pendingInvitations(db, [own.id], at)).toEqual([])
    expect(second).not.toBe(token)
    const page = desk(handClock(at))
    expect(await page.take(second, { help: false, paid: undefined, anonymous: undefined })).toBe(
      'taken',
    )
    expect(await page.open(token)).toEqual({ kind: 'used' })
  })
})

describe('who is invited', () => {
  test('nobody without a supplier, nobody at other steps', async () => {
    const { lotId } = await buildProject(db)
    const accepted = await tell(lotId, 'ACCEPTED', '2026-09-10')
    const delivered = await tell(lotId, 'DELIVERED', '2026-09-10')
    const means = { entropy, at: noon('2026-09-10'), policy }
    expect(await invite(db, accepted, means)).toEqual({ kind: 'no-supplier' })
    expect(await invite(db, delivered, means)).toEqual({ kind: 'no-occasion' })
  })
})

test('help and a contradicted payment reach the section in the next digest only', async () => {
  const own = await buildSection(db)
  const unit = await buildUnit(db, { sectionId: own.id })
  const paid = await invited('PAID', '2026-09-09', unit.id)
  const accepted = await invited('ACCEPTED', '2026-09-09', unit.id)
  const silent = await invited('PAID', '2026-09-09', unit.id)
  const at = desk(handClock(noon('2026-09-10')))
  const anonymous = undefined
  await at.take(paid.token, { help: false, paid: 'no', anonymous })
  await at.take(accepted.token, { help: true, paid: 'no', anonymous })
  await at.take(silent.token, { help: false, paid: 'yes', anonymous })
  const digest = (from: string, before: string) =>
    openAnswersFor(db, { sectionIds: [own.id], from: day(from), before: day(before) })
  const shown = (await digest('2026-09-10', '2026-09-11')).map(({ code, help, notPaid }) => [
    code,
    help,
    notPaid,
  ])
  expect(shown).toHaveLength(2)
  expect(shown).toContainEqual([paid.code, false, true])
  // Only a payment is asked about: a form field sent along with an acceptance is not believed.
  expect(shown).toContainEqual([accepted.code, true, false])
  expect(await digest('2026-09-11', '2026-09-14')).toEqual([])
  expect(await digest('2026-09-09', '2026-09-10')).toEqual([])
})

/** The tables that hold a row of the very transaction that wrote these answers of the unit. */
async function writtenWith(answers: 'Answer' | 'AnswerSpool', unitId: number): Promise<string[]> {
  const numbers = `SELECT xmin::text FROM "${answers}" WHERE "unitId" = ${unitId}`
  const tables = await db.$queryRaw<{ name: string }[]>`
    SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = current_schema() ORDER BY 1`
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<unknown[]>(
      `SELECT 1 FROM "${name}" t WHERE t.xmin::text IN (${numbers}) LIMIT 1`,
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

describe('the anonymous half', () => {
  test('waits for five of a unit, then moves shuffled under new ids', async () => {
    const unit = await buildUnit(db, { sectionId: section.id })
    const at = desk(handClock(noon('2026-09-11')))
    const links = []
    for (let i = 0; i < 5; i++) links.push(await invited('ACCEPTED', '2026-09-10', unit.id))
    const move = () => moveSpool(office, policy)
    for (const [i, { token }] of links.slice(0, 4).entries()) await at.take(token, full(i + 1))
    expect(await move()).toBe(0)
    expect(await db.answer.count({ where: { unitId: unit.id } })).toBe(0)
    await at.take(links[4]?.token ?? '', full(5))
    const waiting = await db.answerSpool.findMany({ where: { unitId: unit.id } })
    expect(await move()).toBe(5)
    expect(await move()).toBe(0)
    const moved = await db.$queryRaw<{ id: string; comment: string }[]>`
      SELECT "id"::text AS "id", "comment" FROM "Answer" WHERE "unitId" = ${unit.id} ORDER BY ctid`
    expect(moved.map((row) => row.comment).sort()).toEqual(['c1', 'c2', 'c3', 'c4', 'c5'])
    const before = new Set(waiting.map((row) => row.id))
    expect(moved.filter((row) => before.has(row.id))).toEqual([])
    expect(await db.answerSpool.count({ where: { unitId: unit.id } })).toBe(0)
  })

  test('cannot be joined with the invitation: no common transaction, no time, no order', async () => {
    const unit = await buildUnit(db, { sectionId: section.id })
    const at = desk(handClock(noon('2026-09-11')))
    for (let i = 1; i <= 4; i++) {
      const { token } = await invited('PAID', '2026-09-10', unit.id)
      await at.take(token, full(i))
    }
    const spool = await db.$queryRaw<{ xmin: string; comment: string }[]>`
      SELECT xmin::text AS "xmin", "comment" FROM "AnswerSpool" WHERE "unitId" = ${unit.id} ORDER BY ctid`
    // Written anew together with every newcomer: one transaction number for all of them.
    expect(new Set(spool.map((row) => row.xmin)).size).toBe(1)
    const joined = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM "AnswerSpool" a JOIN "Invitation" i ON i.xmin = a.xmin`
    expect(joined).toEqual([])
    // Of the whole database nothing else was written with them, and nothing else says what they say.
    expect(await writtenWith('AnswerSpool', unit.id)).toEqual(['AnswerSign', 'AnswerSpool'])
    const { token } = await invited('PAID', '2026-09-10', unit.id)
    await at.take(token, full(5))
    await moveSpool(office, policy)
    expect(await writtenWith('Answer', unit.id)).toEqual(['Answer', 'AnswerSign'])
    const saying = (await everyRow(office)).filter((row) => /\bc[1-5]\b/.test(row))
    expect(saying.filter((row) => !row.startsWith('Answer '))).toEqual([])
    const columns = await db.$queryRaw<{ t: string; c: string; kind: string }[]>`
      SELECT table_name AS t, column_name AS c, data_type AS kind FROM information_schema.columns
      WHERE table_name IN ('Answer', 'AnswerSpool') ORDER BY 1, 2`
    expect(columns.map((column) => `${column.t}.${column.c} ${column.kind}`)).toEqual(
      ['Answer', 'AnswerSpool'].flatMap((table) => [
        `${table}.comment text`,
        `${table}.id uuid`,
        `${table}.laidOpen boolean`,
        `${table}.occasion text`,
        `${table}.scores ARRAY`,
        `${table}.unitId integer`,
      ]),
    )
  })

  test('an occasion that fewer than a batch share is not told', async () => {
    const unit = await buildUnit(db, { sectionId: section.id })
    const at = desk(handClock(noon('2026-09-11')))
    for (let i = 1; i <= 6; i++) {
      const { token } = await invited(i === 6 ? 'PAID' : 'ACCEPTED', '2026-09-10', unit.id)
      await at.take(token, full((i % 5) + 1))
    }
    await moveSpool(office, policy)
    const moved = await db.answer.findMany({ where: { unitId: unit.id } })
    expect(moved.map((row) => row.occasion).sort()).toEqual([
      ...Array.from({ length: 5 }, () => 'ACCEPTED'),
      'UNSAID',
    ])
  })
})

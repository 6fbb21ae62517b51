import { afterAll, describe, expect, test } from 'vitest'
import { silentLog, tokenHash } from '../../src/base/index.ts'
import { loadSurveyPolicy, openInvitationDesk } from '../../src/surveys/index.ts'
import { masked, shortName } from '../../src/surveys/masking.ts'
import { unitResults } from '../../src/surveys/results.ts'
import { loadSatisfactionScale, satisfactionOf, scoreOf } from '../../src/surveys/satisfaction.ts'
import { moveSpool, spoolAnswer } from '../../src/surveys/spool.ts'
import { handClock } from '../support/clock.ts'
import { officeDatabase } from '../support/database.ts'
import { buildLiaison, buildParty, buildProject, buildUnit } from '../support/factories.ts'

const scale = loadSatisfactionScale()
const policy = loadSurveyPolicy()
const office = await officeDatabase()
const db = office.client
afterAll(() => office[Symbol.asyncDispose]())

describe('a score', () => {
  test('is nothing below five answers, and says how sure it is from there on', () => {
    expect(satisfactionOf([100, 100, 100, 100], 50, scale)).toBeUndefined()
    const few = satisfactionOf([100, 100, 100, 100, 100], 40, scale)
    // (5·100 + 10·40) / 15; Wilson for 5 of 5 at 95 %: 56.55 to 100.
    expect(few).toMatchObject({ n: 5, band: 'fair' })
    expect(few?.score).toBeCloseTo(60, 6)
    expect(few?.low).toBeCloseTo(56.55, 1)
    expect(few?.high).toBeCloseTo(100, 6)
    const many = satisfactionOf(Array(1_000).fill(95), 40, scale)
    expect(many?.band).toBe('very-satisfied')
    expect((many?.high ?? 0) - (many?.low ?? 0)).toBeLessThan(3)
  })

  test.each([
    [100, 'very-satisfied'],
    [89.6, 'very-satisfied'],
    [89.4, 'satisfied'],
    [70, 'satisfied'],
    [69, 'fair'],
    [60, 'fair'],
    [59, 'poor'],
  ])('of %d is called %s', (score, band) => {
    expect(satisfactionOf(Array(5).fill(score), score, scale)?.band).toBe(band)
  })

  test('counts 1 as nothing and 5 as everything', () => {
    expect([scoreOf([1, 1, 1, 1, 1]), scoreOf([3, 3, 3, 3, 3]), scoreOf([5, 5, 5, 5, 5])]).toEqual([
      0, 50, 100,
    ])
  })
})

test.each([
  ['宏达公司的尾款没付', ['宏达公司'], '＊＊的尾款没付'],
  ['请打13812345678找王经理', [], '请打＊＊经理'],
  ['卡号6222 0212 3456 7890，拖了三百多万', [], '卡号＊＊，拖了＊＊'],
  ['电话幺三八三九一一二二三三', [], '电话＊＊'],
  ['欠我318万元，共1,200.5元', [], '欠我＊＊，共＊＊'],
  ['欠三十万元两年了', [], '欠＊＊两年了'],
  [
    '教学楼改造工程验收慢，一中教学楼改造工程',
    ['教学楼改造工程', '一中教学楼改造工程'],
    '＊＊验收慢，＊＊',
  ],
  ['联系人：张三丰，0391-3567890', [], '＊＊，＊＊'],
  ['发到 a.b@example.com', [], '发到 ＊＊'],
  ['付款手续简便，很好', [], '付款手续简便，很好'],
])('%s is masked', (text, names, expected) => {
  expect(masked(text, names)).toBe(expected)
})

test.each([
  ['河南宏达建设有限公司', '宏达'],
  ['焦作市山阳区鑫源办公用品商贸有限公司', '鑫源'],
  ['中原（焦作）招标代理有限公司', ''],
  ['宏达', '宏达'],
])('%s is called %s', (name, short) => expect(shortName(name)).toBe(short))

test('names by which people call a supplier, a project or a colleague are hidden from the unit', async () => {
  const unit = await buildUnit(db)
  await buildLiaison(db, unit.id, { name: '欧阳敏' })
  const party = await buildParty(db, { name: '河南瑞丰建设有限公司', aliases: ['小瑞'] })
  const project = await buildProject(db, {
    unitId: unit.id,
    supplierId: party.id,
    aliases: ['实验楼'],
  })
  const at = new Date('2026-09-10T04:00:00Z')
  const asked = { occasion: 'PAID', lotId: project.lotId, partyId: party.id, eventId: 1n }
  await db.invitation.create({ data: { ...asked, createdAt: at, expiresAt: at } })
  const said = '瑞丰和小瑞干的实验楼，欧阳敏一直不验收'
  for (const comment of [said, '', '', '', ''])
    await spoolAnswer(office, {
      ...{
        unitId: unit.id,
        occasion: 'PAID',
        scores: [1, 1, 1, 1, 1],
        comment,
        laidOpen: false,
        signs: [],
      },
    })
  await moveSpool(office, policy)
  const scope = { all: false, unitIds: [unit.id], sectionIds: [], regionIds: [] }
  const [result] = await unitResults(db, scope, scale)
  expect(result?.comments).toEqual(['＊＊和＊＊干的＊＊，＊＊一直不验收'])
})

test('an attack on the full dump, transaction numbers and physical order finds no writer, of a lonely unit neither', async () => {
  const unit = await buildUnit(db)
  const lonely = await buildUnit(db)
  const asked: { invitation: number; comment: string }[] = []
  for (let n = 0; n < 8; n++) {
    const where = n === 7 ? lonely : unit
    const party = await buildParty(db)
    const project = await buildProject(db, { unitId: where.id, supplierId: party.id })
    const at = new Date(Date.UTC(2026, 8, 10, n))
    const invitation = await db.invitation.create({
      data: {
        occasion: 'PAID',
        lotId: project.lotId,
        partyId: party.id,
        eventId: BigInt(n),
        createdAt: at,
        expiresAt: at,
        usedOn: '2026-09-10',
      },
    })
    const comment = `from ${n}`
    asked.push({ invitation: invitation.id, comment })
    await spoolAnswer(office, {
      unitId: where.id,
      occasion: 'PAID',
      scores: [(n % 5) + 1, 1, 1, 1, 1],
      comment,
      laidOpen: false,
      signs: [],
    })
  }
  expect(await moveSpool(office, policy)).toBe(7)
  // Everything that a dump and the pages on disk hold of every table, system columns included.
  const rows = await db.$queryRaw<{ xmin: string; ctid: string; comment: string; id: string }[]>`
    SELECT xmin::text, ctid::text, "comment", "id"::text FROM "Answer" WHERE "unitId" = ${unit.id} ORDER BY ctid`
  expect(rows).toHaveLength(7)
  expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1)
  const shared = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Answer" a JOIN "Invitation" i ON i.xmin = a.xmin`
  expect(shared).toEqual([])
  // Guessing by position is right as often as chance would have it: measured over many shuffles.
  let hits = 0
  const rounds = 40
  for (let round = 0; round < rounds; round++) {
    const one = await buildUnit(db)
    for (let n = 0; n < 5; n++)
      await spoolAnswer(office, {
        unitId: one.id,
        occasion: 'PAID',
        scores: [1, 1, 1, 1, 1],
        comment: `${n}`,
        laidOpen: false,
        signs: [],
      })
    await moveSpool(office, policy)
    const order = await db.$queryRaw<{ comment: string }[]>`
      SELECT "comment" FROM "Answer" WHERE "unitId" = ${one.id} ORDER BY ctid`
    hits += order.filter(({ comment }, place) => comment === `${place}`).length
  }
  // 200 guesses at 1 in 5: mean 40, standard deviation about 6.
  expect(hits).toBeGreaterThan(40 - 30)
  expect(hits).toBeLessThan(40 + 30)
  // A unit with one invitation that asks for help and one answer whose writer ticks for 采购科: that they are of one
  // hand is as likely as chance, by their place too, since neither is ever taken from the other.
  const desk = openInvitationDesk({
    database: office,
    clock: handClock('2026-09-11T09:00:00+08:00'),
    log: silentLog,
  })
  let same = 0
  let places = 0
  for (let round = 0; round < rounds; round++) {
    const one = await buildUnit(db)
    const party = await buildParty(db)
    const project = await buildProject(db, { unitId: one.id, supplierId: party.id })
    const [helped, ticked] = [round % 5, Math.floor(round / 5) % 5]
    for (let n = 0; n < 5; n++) {
      const at = new Date('2026-09-10T04:00:00Z')
      const made = { occasion: 'PAID', lotId: project.lotId, partyId: party.id, eventId: BigInt(n) }
      const { id } = await db.invitation.create({
        data: { ...made, createdAt: at, expiresAt: new Date('2026-10-10T04:00:00Z') },
      })
      const token = `round ${round} ${n}`
      await db.invitationLink.create({
        data: { tokenHash: tokenHash(token), invitationId: id, handedTo: 'liaison', createdAt: at },
      })
      const said = { comment: `${n}`, laidOpen: n === ticked, signs: [] }
      const anonymous = { scores: [1, 1, 1, 1, 1], ...said }
      await desk.take(token, { help: n === helped, paid: undefined, anonymous })
    }
    const linked = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM "AnswerSpool" a JOIN "Invitation" i ON i.xmin = a.xmin`
    expect(linked).toEqual([])
    await moveSpool(office, policy)
    const order = await db.$queryRaw<{ comment: string; laidOpen: boolean }[]>`
      SELECT "comment", "laidOpen" FROM "Answer" WHERE "unitId" = ${one.id} ORDER BY ctid`
    const marked = order.filter(({ laidOpen }) => laidOpen)
    expect(marked.map(({ comment }) => comment)).toEqual([`${ticked}`])
    const asking = await db.invitation.findMany({
      where: { lotId: project.lotId, helpAsked: true },
    })
    expect(asking.map(({ eventId }) => eventId)).toEqual([BigInt(helped)])
    same += marked.filter(({ comment }) => comment === `${asking[0]?.eventId}`).length
    places += order.findIndex(({ laidOpen }) => laidOpen) === helped ? 1 : 0
  }
  // Every pairing of the two came up alike, so what would tie them would show: 1 in 5 of 40 is 8.
  expect(same).toBe(8)
  // By place: mean 8, standard deviation 2.5.
  expect(places).toBeLessThan(8 + 13)
  // The lonely unit's only answer still waits, and no result speaks of it.
  expect(await db.answer.count({ where: { unitId: lonely.id } })).toBe(0)
  const scope = { all: false, unitIds: [lonely.id, unit.id], sectionIds: [], regionIds: [] }
  const results = await unitResults(db, scope, scale)
  expect(results.find(({ unitId }) => unitId === lonely.id)).toMatchObject({
    asked: 1,
    answered: 1,
    satisfaction: undefined,
    comments: [],
  })
  expect(results.find(({ unitId }) => unitId === unit.id)).toMatchObject({
    asked: 7,
    satisfaction: { n: 7 },
  })
})

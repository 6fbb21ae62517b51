import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemEntropy } from '../../src/base/index.ts'
import { invite, loadSurveyPolicy, moveSpool } from '../../src/surveys/index.ts'
import { spoolAnswer } from '../../src/surveys/spool.ts'
import { openBusiness } from '../support/business.ts'
import {
  buildLiaison,
  buildParty,
  buildPerson,
  buildProject,
  buildSection,
  buildUnit,
} from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { textsTo } from '../support/tapped.ts'

const policy = loadSurveyPolicy()
let office: TestOffice
let business: Awaited<ReturnType<typeof openBusiness>>

beforeAll(async () => {
  office = await openOffice('2026-09-11T09:30:00+08:00')
  business = await openBusiness(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())

/** A link to a survey of a supplier of the unit. */
async function invited(unitId: number, partyId?: number): Promise<string> {
  const { client } = office.database
  const supplier = { id: partyId ?? (await buildParty(client)).id }
  const project = await buildProject(client, { unitId, supplierId: supplier.id })
  const told = await business.tell(project.lotId, 'PAID', '2026-09-10', { yuan: '1000' })
  const means = { entropy: systemEntropy, at: office.clock.now(), policy }
  const outcome = await office.database.transaction((tx) => invite(tx, told, means))
  if (outcome.kind !== 'invited') throw new Error(outcome.kind)
  return outcome.token
}

const SCORES = { score1: '5', score2: '4', score3: '3', score4: '2', score5: '1' }
const FLAT = { score1: '5', score2: '5', score3: '5', score4: '5', score5: '5' }
const REST = { paid: 'yes', help: 'no' }
const from = (address: string) => ({ 'X-Real-IP': address })
/** A supplier opens a survey and answers it some seconds later, from an address. */
async function answerFrom(
  address: string,
  given: { unitId: number; partyId?: number; scores: typeof FLAT; seconds: number },
) {
  const { unitId, partyId, scores, seconds } = given
  const token = await invited(unitId, partyId)
  const url = `${office.origin}/s/${token}`
  await (await fetch(url, { headers: from(address) })).text()
  office.clock.advance(seconds * 1000)
  const body = new URLSearchParams({ ...scores, ...REST })
  return (await fetch(url, { method: 'POST', body, headers: from(address) })).status
}
const signs = async (unitId: number) => {
  const rows = await office.database.client.answerSign.findMany({ where: { unitId } })
  return Object.fromEntries(rows.map((row) => [row.sign, row.waiting + row.counted]))
}

test('what is odd is kept all the same, counted for the unit, and tied to nobody', async () => {
  const { client } = office.database
  const section = await buildSection(client, { isProcurement: true })
  const unit = await buildUnit(client, { regionId: section.regionId, sectionId: section.id })
  const calm = { unitId: unit.id, scores: SCORES, seconds: 40 }
  expect(await answerFrom('10.0.0.1', calm)).toBe(200)
  expect(await answerFrom('10.0.0.2', { ...calm, scores: FLAT })).toBe(200)
  expect(await signs(unit.id)).toEqual({ ANY: 0, SAME_MARKS: 0, ONE_PLACE: 0, HASTY: 0 })
  // Too soon; then three of one place, flat one after the other: from the third on.
  expect(await answerFrom('10.0.0.3', { ...calm, seconds: 1 })).toBe(200)
  for (let n = 0; n < 3; n++)
    expect(await answerFrom('10.0.0.4', { ...calm, scores: FLAT })).toBe(200)
  expect(await signs(unit.id)).toEqual({ ANY: 2, SAME_MARKS: 1, ONE_PLACE: 1, HASTY: 1 })
  // Its transaction is that of every waiting answer, so it tells of none; and it holds a count only.
  const numbers = await client.$queryRaw<unknown[]>`
    SELECT xmin::text FROM "AnswerSign" WHERE "unitId" = ${unit.id}
    UNION SELECT xmin::text FROM "AnswerSpool" WHERE "unitId" = ${unit.id}`
  expect(numbers).toHaveLength(1)
  expect(await client.answerSpool.findMany()).toHaveLength(6)
  expect(await moveSpool(office.database, policy)).toBe(6)

  await buildPerson(client, 'PROCUREMENT_OFFICE', { sectionId: section.id }, { userid: 'CaiGou' })
  await buildLiaison(client, unit.id, { userid: 'ZhuanGuan' })
  const asked = async (userid: string): Promise<string> => {
    const said = await office.fake.say(userid, '满意度')
    return JSON.stringify(said)
  }
  expect(await asked('CaiGou')).toContain(
    '其中2份有异常特征：同一网络几家连着打分一律相同、同一网络用了几家的链接、打开就交',
  )
  expect(await asked('ZhuanGuan')).toContain('6份匿名问卷')
  expect(await asked('ZhuanGuan')).not.toContain('异常')
})

test('one party’s own surveys, all of them flat, are nothing odd', async () => {
  const { client } = office.database
  const [unit, party] = [await buildUnit(client), await buildParty(client)]
  for (let n = 0; n < 4; n++)
    await answerFrom('10.0.3.1', {
      ...{ unitId: unit.id, partyId: party.id, scores: FLAT, seconds: 30 },
    })
  expect(await signs(unit.id)).toMatchObject({ ANY: 0 })
})

test('a doubled submission counts once, and flat marks far apart are not odd', async () => {
  const unit = await buildUnit(office.database.client)
  const token = await invited(unit.id)
  const body = () => new URLSearchParams({ ...FLAT, ...REST })
  for (let n = 0; n < 4; n++)
    await fetch(`${office.origin}/s/${token}`, {
      method: 'POST',
      body: body(),
      headers: from('10.0.1.1'),
    })
  for (let n = 0; n < 3; n++) {
    const other = await buildUnit(office.database.client)
    office.clock.advance(11 * 60_000)
    await answerFrom('10.0.1.1', { unitId: other.id, scores: FLAT, seconds: 30 })
    expect(await signs(other.id)).toMatchObject({ ANY: 0 })
  }
  expect(await signs(unit.id)).toMatchObject({ ANY: 0 })
})

describe('words that a writer lays open', () => {
  const CONTENT = '一中教学楼的318万拖了半年'
  const submit = async (token: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({ ...SCORES, paid: 'no', ...fields })
    return (await fetch(`${office.origin}/s/${token}`, { method: 'POST', body })).status
  }

  test('are marked by her own tick alone, never by asking for help with the name, nor without words', async () => {
    const { client } = office.database
    const unit = await buildUnit(client)
    for (const [fields, laidOpen] of [
      [{ help: 'yes', comment: CONTENT }, false],
      [{ help: 'no', comment: CONTENT, open: 'yes' }, true],
      [{ help: 'yes', comment: '  ', open: 'yes' }, false],
      [{ help: 'no', comment: CONTENT, open: 'on' }, false],
    ] as const) {
      expect(await submit(await invited(unit.id), fields)).toBe(200)
      expect(await client.answerSpool.findMany({ where: { unitId: unit.id } })).toMatchObject([
        { laidOpen },
      ])
      const invitation = await client.invitation.findFirst({ orderBy: { id: 'desc' } })
      expect(invitation).toMatchObject({ helpAsked: fields.help === 'yes' })
      await client.answerSpool.deleteMany({ where: { unitId: unit.id } })
    }
    // The tick alone asks for no marks, and leaves nothing behind.
    const token = await invited(unit.id)
    const body = new URLSearchParams({ help: 'no', paid: 'no', open: 'yes' })
    const bare = await fetch(`${office.origin}/s/${token}`, { method: 'POST', body })
    expect(bare.status).toBe(200)
    expect(await client.answerSpool.count({ where: { unitId: unit.id } })).toBe(0)
  })

  test('are read by 采购科 alone, each look logged; everybody else sees them masked, and other words are masked to it too', async () => {
    const { client } = office.database
    const [cgk, service] = [
      await buildSection(client, { isProcurement: true }),
      await buildSection(client, {}),
    ]
    const unit = await buildUnit(client, { regionId: cgk.regionId, sectionId: service.id })
    for (let n = 0; n < 5; n++) {
      const words =
        n === 0
          ? { comment: CONTENT, open: 'yes' }
          : n === 1
            ? { comment: '欠我99万没付' }
            : { comment: '' }
      await submit(await invited(unit.id), { help: 'no', ...words })
    }
    const at = { sectionId: cgk.id }
    await buildPerson(client, 'PROCUREMENT_OFFICE', at, { userid: 'CaiGouB' })
    await buildPerson(client, 'SECTION_STAFF', { sectionId: service.id }, { userid: 'KeShiB' })
    await buildPerson(client, 'BUREAU_LEADER', {}, { userid: 'JuZhangB' })
    await buildLiaison(client, unit.id, { userid: 'ZhuanGuanB' })
    const both = await buildPerson(client, 'PROCUREMENT_OFFICE', at, { userid: 'LiangBianB' })
    await client.appointment.create({
      data: { personId: both.id, role: 'LIAISON', unitId: unit.id, fromDay: '2026-01-01' },
    })
    const admin = await buildPerson(client, 'PROCUREMENT_OFFICE', at, { userid: 'GuanLi' })
    await client.appointment.create({
      data: { personId: admin.id, role: 'ADMIN', fromDay: '2026-01-01' },
    })
    const asked = async (userid: string, text: string) =>
      JSON.stringify(await office.fake.say(userid, text))

    // Four or fewer are nobody's to read; the batch is moved at night.
    expect(await asked('CaiGouB', '看原文')).toContain('没有请采购科帮助的匿名意见')
    expect(await moveSpool(office.database, policy)).toBe(5)

    for (const userid of ['KeShiB', 'JuZhangB', 'ZhuanGuanB', 'LiangBianB', 'CaiGouB'])
      expect(await asked(userid, '满意度')).not.toMatch(/318|99万/)
    expect(await asked('ZhuanGuanB', '满意度')).toContain('的＊＊拖了半年')
    for (const userid of ['KeShiB', 'JuZhangB', 'ZhuanGuanB', 'LiangBianB', 'GuanLi'])
      expect(await asked(userid, '看原文')).not.toContain('拖了半年')
    expect(await asked('KeShiB', '看原文')).toContain('匿名意见的原文只有采购科能看')
    expect(await client.audit.count({ where: { act: 'read-laid-open' } })).toBe(0)

    expect(await asked('CaiGouB', '满意度')).toContain('有1条匿名意见请采购科帮助解决')
    const read = await asked('CaiGouB', '看原文')
    expect(read).toContain(`（原文，对方请采购科帮助）：“${CONTENT}”`)
    expect(read).not.toContain('99万')
    const [answer] = await client.answer.findMany({ where: { laidOpen: true } })
    const logged = { actor: 'caigoub', act: 'read-laid-open', thing: `answer:${answer?.id}` }
    expect(await client.audit.findMany({ where: { act: 'read-laid-open' } })).toMatchObject([
      logged,
    ])
    // Read is read for the office; who wants it again finds it, and is logged again.
    expect(await asked('CaiGouB', '满意度')).not.toContain('看原文')
    expect(await asked('CaiGouB', '看原文')).toContain('新的1条')
    office.clock.advance(61 * 60_000)
    expect(await asked('CaiGouB', '看原文')).toContain('没有新的。看过的匿名意见')
    expect(await client.audit.count({ where: { act: 'read-laid-open' } })).toBe(3)
  })
})

test('many words laid open are read page by page, each once, whichever way the pages are turned', async () => {
  const { client } = office.database
  const cgk = await buildSection(client, { isProcurement: true })
  const unit = await buildUnit(client, { regionId: cgk.regionId })
  const reader = { userid: 'FanYe' }
  await buildPerson(client, 'PROCUREMENT_OFFICE', { sectionId: cgk.id }, reader)
  for (let n = 0; n < 9; n++)
    await spoolAnswer(office.database, {
      ...{ unitId: unit.id, occasion: 'PAID', scores: [1, 2, 3, 4, 5], laidOpen: true, signs: [] },
      comment: `第${n}条${'长'.repeat(120)}`,
    })
  await moveSpool(office.database, policy)
  const turn = async (text: string): Promise<string> => {
    await office.fake.say(reader.userid, text)
    await office.settled()
    return textsTo(office, reader.userid).findLast((one) => one.includes('原文，')) ?? ''
  }
  const pages = [await turn('看原文'), await turn('下一页'), await turn('下一页')]
  const seen = pages.flatMap((page) => page.match(/第\d条/g) ?? [])
  expect(seen.toSorted()).toEqual(Array.from({ length: 9 }, (_, n) => `第${n}条`))
  // A text said a second time is told apart by its end.
  expect((await turn('上一页')).startsWith(pages[1] ?? '-')).toBe(true)
  const looks = { where: { act: 'read-laid-open', actor: 'fanye' } }
  const logged = await client.audit.findMany(looks)
  expect(new Set(logged.map(({ thing }) => thing)).size).toBe(9)
})

test('a flood from one address is refused, politely, and nobody else is', async () => {
  const statuses = new Set<number>()
  for (let n = 0; n <= policy.perAddress.times; n++) {
    const answer = await fetch(`${office.origin}/s/invented-${n}`, { headers: from('10.0.2.1') })
    statuses.add(answer.status)
    if (answer.status === 429) expect(await answer.text()).toContain('请过一分钟再试')
    else await answer.text()
  }
  expect([...statuses]).toEqual([404, 429])
  const token = await invited((await buildUnit(office.database.client)).id)
  const url = `${office.origin}/s/${token}`
  expect((await fetch(url, { headers: from('10.0.2.1') })).status).toBe(429)
  expect((await fetch(url, { headers: from('10.0.2.2') })).status).toBe(200)
})

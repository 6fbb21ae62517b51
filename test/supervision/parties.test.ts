import { afterAll, beforeEach, expect, it } from 'vitest'
import { day, systemEntropy } from '../../src/base/index.ts'
import {
  invite,
  linkCounts,
  loadSurveyPolicy,
  openStandingLink,
  revokeVisitInvitations,
} from '../../src/surveys/index.ts'
import { noon } from '../support/business.ts'
import { buildParty, buildProject } from '../support/factories.ts'
import { type Office, office } from './rig.ts'

// What sections hear of suppliers and agencies: links, reminders, contradictions, and who was never reached.

const offices: Office[] = []
let rig: Office
beforeEach(async () => {
  rig = await office()
  offices.push(rig)
})
afterAll(async () => {
  for (const one of offices) await one.database[Symbol.asyncDispose]()
})

const policy = loadSurveyPolicy()

/** Reports an event on a day, and invites as the turn does. */
async function reported(lotId: number, kind: 'AWARD_CONFIRMED' | 'ACCEPTED' | 'PAID', on: string) {
  const told = await rig.business.tell(lotId, kind, on, { yuan: '1000' })
  const means = { entropy: systemEntropy, at: noon(on), policy }
  return { ...told, asked: await rig.database.transaction((tx) => invite(tx, told, means)) }
}

const sectionText = async (on: string): Promise<string> =>
  (await rig.morning(on)).find(({ to }) => to === 'wanghai')?.text ?? ''

it('gives a section an unanswered survey link once more after five working days, and never again', async () => {
  const lot = await rig.project('焦财采-31', '图书采购', { supplierId: rig.smeId })
  await reported(lot, 'ACCEPTED', '2026-09-07')
  expect(await sectionText('2026-09-08')).toMatch(
    /\/p\/\S+\n.*\n.*图书采购，验收）：https:\S+\/s\//,
  )
  expect(await sectionText('2026-09-15')).not.toContain('/s/')
  expect(await sectionText('2026-09-16')).toMatch(/还没有回答，请再转发一次）：https:\S+\/s\//)
  for (const on of ['2026-09-17', '2026-09-24', '2026-09-30'])
    expect(await sectionText(on)).not.toContain('/s/')
})

it('says who was never reached ten working days after a payment, unless a link was opened', async () => {
  for (const [n, opened] of [false, true].entries()) {
    const supplier = await buildParty(rig.database.client, { name: `宏达${n}公司` })
    const lot = await rig.project(`焦财采-4${n}`, `图书采购${n}`, { supplierId: supplier.id })
    const { asked } = await reported(lot, 'PAID', '2026-09-08')
    if (!('page' in asked) || !asked.page) throw new Error(asked.kind)
    if (opened) await openStandingLink(rig.database.client, asked.page, noon('2026-09-09'))
  }
  expect(await sectionText('2026-09-18')).not.toContain('没联系上')
  const text = await sectionText('2026-09-21')
  expect(text).toContain(
    '没联系上：焦作市第一中学图书采购0报告付款已满十个工作日，宏达0公司还没有打开过链接，请直接联系',
  )
  expect(text).not.toContain('宏达1公司还没有打开过')
  expect(await linkCounts(rig.database.client)).toEqual([
    { unit: '焦作市第一中学', issued: 2, opened: 1, answered: 0 },
  ])
})

it('tells a section of a contradiction when it begins and when its quiet days have passed', async () => {
  const lot = await rig.project('焦财采-51', '图书采购', { supplierId: rig.smeId })
  const { event } = await reported(lot, 'PAID', '2026-09-07')
  const { ledger } = rig.business
  await rig.database.transaction((tx) =>
    ledger.hear(
      tx,
      {
        eventId: event.id,
        lotId: lot,
        partyId: rig.smeId,
        word: 'NOT_YET',
        way: 'page',
        settleBy: day('2026-09-10'),
      },
      noon('2026-09-07'),
    ),
  )
  const begun = await sectionText('2026-09-08')
  expect(begun).toContain(
    '说法不一：焦作市第一中学图书采购，焦作市宏远建筑有限公司对付款说“还没收到”，请帮双方核对，最迟9月10日（周四）',
  )
  expect(begun).toContain('签约、验收、付款共1项，双方已确认0项，说法不一1项')
  for (const on of ['2026-09-09', '2026-09-10']) expect(await sectionText(on)).not.toContain('说法')
  expect(await sectionText('2026-09-11')).toContain('最迟应在9月10日（周四），已过1天')
})

it('asks a party once a project and occasion, four times a quarter, an agency only where it is to be asked', async () => {
  const { client } = rig.database
  const agency = await buildParty(client, { kind: 'AGENCY' })
  const given = { unitId: rig.unitId, supplierId: rig.smeId, agencyId: agency.id }
  const kinds: string[] = []
  for (let n = 0; n < 5; n++) {
    const { lotId } = await buildProject(client, given)
    kinds.push((await reported(lotId, 'ACCEPTED', '2026-09-07')).asked.kind)
    if (n === 0) kinds.push((await reported(lotId, 'PAID', '2026-09-07')).asked.kind)
    if (n === 0) kinds.push((await reported(lotId, 'PAID', '2026-09-08')).asked.kind)
  }
  expect(kinds).toEqual([
    'invited',
    'invited',
    'asked-before',
    'invited',
    'invited',
    'asked-before',
    'asked-before',
  ])
  const { lotId } = await buildProject(client, given)
  const told = await rig.business.tell(lotId, 'AWARD_CONFIRMED', '2026-10-09')
  const ask = (kind: string, id: bigint, whom: 'supplier' | 'agency') =>
    rig.database.transaction((tx) =>
      invite(
        tx,
        { event: { kind, id }, history: told.history, whom },
        { entropy: systemEntropy, at: noon('2026-10-09'), policy },
      ),
    )
  expect(await ask('AWARD_CONFIRMED', told.event.id, 'supplier')).toMatchObject({ kind: 'invited' })
  expect(await ask('AWARD_CONFIRMED', told.event.id, 'agency')).toMatchObject({ kind: 'invited' })
  expect(await ask('ACCEPTED', told.event.id, 'agency')).toEqual({ kind: 'no-occasion' })
  expect(await ask('VISITED', 7n, 'agency')).toMatchObject({ kind: 'invited' })
  await revokeVisitInvitations(client, 7, noon('2026-10-10'))
  const open = await client.invitation.findMany({ where: { lotId, revokedAt: null } })
  expect(open.map(({ occasion }) => occasion)).toEqual(['AWARD_CONFIRMED', 'AWARD_CONFIRMED'])
})

import { afterAll, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import { unpaidContracts } from '../../src/deadlines/index.ts'
import { noon, openBusiness } from '../support/business.ts'
import { officeDatabase } from '../support/database.ts'
import { buildParty, buildProject } from '../support/factories.ts'

const office = await officeDatabase()
const db = office.client
const { tell } = await openBusiness(office)
afterAll(() => office[Symbol.asyncDispose]())

const sme = await buildParty(db, { name: '焦作小微', isSme: true })
const large = await buildParty(db, { name: '大企业', isSme: false })

async function unpaid(unitId: number, on: string, at = on) {
  const found = await unpaidContracts(db, { today: day(on), at: noon(at), unitIds: [unitId] })
  return found.map((contract) => ({
    rule: contract.binding.rule.key,
    due: contract.due,
    days: contract.daysSinceDue,
    amount: contract.amount,
    supplier: contract.supplier?.name,
    sme: contract.isSme,
  }))
}

test('a small supplier without an agreed term is owed within 30 days of acceptance', async () => {
  const { lotId, unitId } = await buildProject(db, {
    supplierId: sme.id,
    contractAmount: 10_000_000n,
  })
  await tell(lotId, 'ACCEPTED', '2026-06-01')
  expect(await unpaid(unitId, '2026-06-02')).toEqual([])
  expect(await unpaid(unitId, '2026-07-11')).toEqual([
    {
      rule: 'PAY_SME',
      due: '2026-07-01',
      days: 10,
      amount: 10_000_000n,
      supplier: '焦作小微',
      sme: true,
    },
  ])
})

test('part payments shrink what is owed; the last one ends it; the past still knows it', async () => {
  const { lotId, unitId } = await buildProject(db, {
    supplierId: sme.id,
    contractAmount: 10_000_000n,
  })
  await tell(lotId, 'ACCEPTED', '2026-06-01')
  await tell(lotId, 'PAID', '2026-06-20', { yuan: '40000' })
  expect(await unpaid(unitId, '2026-07-11')).toMatchObject([{ amount: 6_000_000n, days: 10 }])
  await tell(lotId, 'PAID', '2026-07-12', { yuan: '60000' })
  expect(await unpaid(unitId, '2026-07-13')).toEqual([])
  expect(await unpaid(unitId, '2026-07-11')).toMatchObject([{ amount: 6_000_000n }])
})

test("another supplier is bound by the contract's term, one entry with the invoice's clocks", async () => {
  const { lotId, unitId } = await buildProject(db, {
    supplierId: large.id,
    contractAmount: 10_000_000n,
    paymentDays: 90,
  })
  await tell(lotId, 'ACCEPTED', '2026-03-02')
  await tell(lotId, 'INVOICE_RECEIVED', '2026-03-02')
  expect(await unpaid(unitId, '2026-06-10')).toMatchObject([
    { rule: 'PAY_TERM', due: '2026-06-01', days: 9, sme: false },
  ])
})

test('without term and size the 30 days from the invoice bind', async () => {
  const { lotId, unitId } = await buildProject(db, { supplierId: large.id })
  await tell(lotId, 'DELIVERED', '2026-03-02')
  await tell(lotId, 'INVOICE_RECEIVED', '2026-03-03')
  expect(await unpaid(unitId, '2026-04-12')).toMatchObject([
    { rule: 'PAY_INVOICE_38', due: '2026-04-02', days: 10, amount: null },
  ])
})

test('the supplier named at signing counts, as soon as it is known', async () => {
  const { lotId, unitId } = await buildProject(db, { supplierId: large.id })
  await tell(lotId, 'CONTRACT_SIGNED', '2026-05-20', { yuan: '500', partyId: sme.id })
  await tell(lotId, 'ACCEPTED', '2026-06-01')
  expect(await unpaid(unitId, '2026-07-11')).toMatchObject([
    { supplier: '焦作小微', sme: true, amount: 50_000n },
  ])
})

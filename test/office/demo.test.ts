import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Day, day, officeInstant } from '../../src/base/index.ts'
import { clocksAt, lightOf, unpaidContracts } from '../../src/deadlines/index.ts'
import {
  contractOf,
  type LotHistory,
  liveEvents,
  paidSum,
  readLots,
  stageOf,
} from '../../src/ledger/index.ts'
import { loadDemoOffice } from '../../src/office/index.ts'
import { type Business, openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'

const TODAY: Day = day('2026-09-10')
const AT = officeInstant(TODAY, '09:00')

let database: OfficeDatabase
let business: Business
let lots: LotHistory[]
let tookMs: number
beforeAll(async () => {
  database = await officeDatabase()
  business = await openBusiness(database)
  const start = process.cpuUsage()
  expect(await loadDemoOffice(database, business, AT)).toBe(true)
  const { user, system } = process.cpuUsage(start)
  tookMs = (user + system) / 1_000
  lots = await database.transaction(async (tx) => {
    const ids = await tx.lot.findMany({ select: { id: true } })
    return readLots(tx, { lotIds: ids.map((lot) => lot.id) })
  })
})
afterAll(() => database[Symbol.asyncDispose]())

const tally = (values: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

describe('the demo office', () => {
  it('has the size of a real one, and is not loaded twice', async () => {
    const { client } = database
    expect(await client.unit.count()).toBe(30)
    expect(await client.person.count()).toBe(60)
    expect(await client.party.count()).toBe(25)
    expect(await client.project.count()).toBe(120)
    expect(await client.lot.count()).toBe(125)
    expect(await loadDemoOffice(database, business, AT)).toBe(false)
    expect(await client.project.count()).toBe(120)
  })

  // Processor time: other test files run beside this one.
  it('is there within three seconds', () => {
    expect(tookMs).toBeLessThan(3_000)
  })

  it('has people in every role, and at least one liaison a unit', async () => {
    const held = await database.client.appointment.findMany()
    expect(Object.keys(tally(held.map((a) => a.role))).sort()).toEqual([
      'ADMIN',
      'AUDITOR',
      'BUREAU_LEADER',
      'FINANCE_HEAD',
      'LIAISON',
      'PROCUREMENT_OFFICE',
      'SECTION_STAFF',
      'UNIT_LEADER',
    ])
    expect(new Set(held.flatMap((a) => (a.role === 'LIAISON' ? [a.unitId] : []))).size).toBe(30)
  })

  it('has projects in every stage', () => {
    const stages = tally(lots.map(stageOf))
    for (const stage of ['PLAN', 'AGENCY', 'TENDER', 'CONTRACT', 'ACCEPT', 'PAY', 'CLOSED']) {
      expect(stages[stage], stage).toBeGreaterThanOrEqual(7)
    }
    expect(stages.FAILED).toBe(2)
  })

  it('shows every light that this office can show', async () => {
    const clocks = await database.transaction((tx) =>
      clocksAt(
        tx,
        lots.map((lot) => lot.lotId),
        AT,
      ),
    )
    const lights = tally(clocks.map((clock) => lightOf(clock, TODAY).light))
    for (const light of ['GREEN', 'YELLOW', 'RED', 'DONE']) {
      expect(lights[light], light).toBeGreaterThanOrEqual(10)
    }
    expect(lights.UNKNOWN).toBeGreaterThanOrEqual(1)
  })

  it('has unpaid contracts, part-paid ones, small suppliers and large ones', async () => {
    const unpaid = await database.transaction((tx) => unpaidContracts(tx, { today: TODAY, at: AT }))
    expect(
      unpaid.filter((contract) => (contract.daysSinceDue ?? 0) > 0).length,
    ).toBeGreaterThanOrEqual(8)
    expect(unpaid.filter((contract) => contract.isSme).length).toBeGreaterThanOrEqual(5)
    expect(unpaid.filter((contract) => !contract.isSme).length).toBeGreaterThanOrEqual(3)
    const partPaid = lots.filter((lot) => {
      const { amount = 0n } = contractOf(lot)
      return paidSum(lot) > 0n && paidSum(lot) < amount
    })
    expect(partPaid).toHaveLength(6)
  })

  it('has contracts paid in parts, works under 招标投标法 and urgent purchases, each with the rules that are theirs', async () => {
    const ids = lots.map((lot) => lot.lotId)
    const clocks = await database.transaction((tx) => clocksAt(tx, ids, AT))
    const rulesOf = (lotId: number) =>
      clocks.filter((clock) => clock.lot.id === lotId).map((clock) => clock.rule)
    const inParts = lots.filter((lot) => contractOf(lot).terms.length > 0)
    const tendered = lots.filter((lot) => lot.lawDomain === 'TENDERING')
    const urgent = lots.filter((lot) => lot.urgent === true)
    for (const some of [inParts, tendered, urgent]) expect(some.length).toBeGreaterThanOrEqual(3)
    for (const { lotId } of inParts)
      expect(rulesOf(lotId).map(({ key }) => key)).toContain('PAY_ADVANCE')
    for (const { lotId } of tendered)
      expect(rulesOf(lotId).filter(({ stage }) => stage === 'TENDER')).toEqual([])
    for (const { lotId } of urgent)
      expect(rulesOf(lotId).map(({ key }) => key)).not.toContain('INTENT_PUBLISH')
  })

  it('holds the example of the README: awarded ten days ago, not signed', () => {
    const example = lots.find((lot) => lot.aliases.includes('一中教学楼'))
    expect(example).toMatchObject({
      name: '焦作市第一中学教学楼改造工程',
      unit: { name: '焦作市第一中学' },
      budget: 320_000_000n,
    })
    const told = example ? liveEvents(example) : []
    expect(told.filter((event) => event.kind === 'AWARD_NOTICE_SENT')).toMatchObject([
      { day: '2026-08-31' },
    ])
    expect(told.map((event) => event.kind)).not.toContain('CONTRACT_SIGNED')
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, officeInstant } from '../../src/base/index.ts'
import { bothSides, stageOf, stageTold } from '../../src/ledger/index.ts'
import { openBusiness } from '../support/business.ts'
import { buildParty } from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { contractsOf } from './paid-contract.ts'

let office: TestOffice
let business: Awaited<ReturnType<typeof openBusiness>>

beforeAll(async () => {
  office = await openOffice('2026-09-11T09:30:00+08:00')
  business = await openBusiness(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())

const { contract, history, open, post } = contractsOf(() => ({ office, business }))
const paymentClock = async (lotId: number) =>
  office.database.client.deadline.findFirstOrThrow({
    where: { lotId, knownTo: null, rule: { key: { startsWith: 'PAY_SME' } } },
  })

describe('money on the page', () => {
  test('what was paid late bears an estimate of interest, marked as one and with its article', async () => {
    const { page } = await contract()
    const text = await (await open(page)).text()
    // Due on 4 September, paid on the 10th: six days of 0.05 % on 200,000 yuan.
    expect(text).toContain('逾期利息估算600元，从9月5日算到今天')
    expect(text).toContain('按每日0.05%估算，以双方核算为准。依据：保障中小企业款项支付条例第17条')
  })

  test('payment terms are shown, each with its sum, and the clock of the one that runs', async () => {
    const { page, lotId } = await contract()
    await office.database.client.paymentTerm.createMany({
      data: [
        { kind: 'ADVANCE', share: 3_000, trigger: 'CONTRACT_SIGNED', days: 10 },
        { kind: 'RETENTION', share: 7_000, trigger: 'WARRANTY_ENDED', days: 20 },
      ].map((term) => ({ ...term, lotId, saidIn: 'test', recordedAt: office.clock.now() })),
    })
    await business.tell(lotId, 'WARRANTY_ENDED', '2026-09-11')
    await business.takeBack(
      (await history(lotId)).events.find(({ kind }) => kind === 'PAID')?.id ?? 0n,
      office.clock.now(),
    )
    const text = await (await open(page)).text()
    expect(text).toContain('预付款　30%，6万元，合同签订后10日内付')
    expect(text).toContain('质保金　70%，14万元，质保期满后20日内付')
    expect(text).toMatch(/退还质保金：正常，最迟10月8日[^<]*<\/p><p class="note">应付未付14万元。/)
  })
})

describe('the page of a contract', () => {
  test('shows stage, facts to confirm, clocks with articles, contacts and the waiting survey', async () => {
    const { page, paid } = await contract()
    const response = await open(page)
    const text = await response.text()
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
    expect(text).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\/|<b>/i)
    for (const part of [
      '合同已签',
      '验收合格',
      '已付款20万元',
      '还没有回答',
      '依据：',
      '采购单位专管员　张敏',
      '13800000001',
      '苏醒',
      '填写“价款支付满意度”',
      '合同融资平台',
      '中小企业的合同款有法定的付款期限',
      '“信用管理”里评价采购单位',
    ])
      expect(text).toContain(part)
    expect(text).toContain(`value="${paid.id}"`)
    const survey = /href="(\/s\/[^"]+)"/.exec(text)?.[1] ?? ''
    const form = await fetch(office.origin + survey)
    expect(await form.text()).toContain('价款支付满意度')
    const given = { score1: '5', score2: '5', score3: '5', score4: '5', score5: '5' }
    const taken = await fetch(office.origin + survey, {
      method: 'POST',
      body: new URLSearchParams({ ...given, paid: 'yes', help: 'no' }),
    })
    expect(await taken.text()).toContain('收到了，谢谢')
    expect(await (await open(page)).text()).not.toContain('填写“价款支付满意度”')
  })

  test('counts a fact as confirmed by both sides only after 对, and remembers the last word', async () => {
    const { page, paid, lotId } = await contract()
    expect(bothSides(await history(lotId))).toEqual({ asked: 3, confirmed: 0, contradicted: 0 })
    const yes = { fact: String(paid.id), word: 'YES' }
    const answers = await Promise.all([post(page, yes), post(page, yes)])
    for (const answer of answers) expect(await answer.text()).toContain('共3项，双方已确认1项。')
    expect(bothSides(await history(lotId))).toEqual({ asked: 3, confirmed: 1, contradicted: 0 })
    const words = await office.database.client.partyWord.findMany({ where: { eventId: paid.id } })
    expect(words).toMatchObject([{ word: 'YES', way: 'page' }])
  })

  test('opens a quiet reconciliation on 还没收到: no light changes for three working days, then it does', async () => {
    const { page, paid, lotId, unit, liaison } = await contract()
    expect(await paymentClock(lotId)).toMatchObject({ state: 'MET' })
    const text = await (await post(page, { fact: String(paid.id), word: 'NOT_YET' })).text()
    expect(text).toContain('已请采购单位核对')
    expect(text).toContain('共3项，双方已确认0项。')
    expect(text).not.toContain('双方已确认。')
    await office.settled()
    const told = await office.database.client.push.findMany({
      where: {
        template: 'supplier-contradicts',
        userid: { equals: liaison.userid, mode: 'insensitive' },
      },
    })
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told[0]?.body)).toMatch(/还没收到.*最迟9月16日/)
    expect(JSON.stringify(told[0]?.body)).not.toContain(unit.name)
    const dispute = await office.database.client.dispute.findUniqueOrThrow({
      where: { eventId: paid.id },
    })
    // 11 September is a Friday; the third working day is Wednesday the 16th.
    expect(dispute).toMatchObject({ settleBy: '2026-09-16', unsettledAt: null, closedAt: null })
    const end = (on: string) =>
      office.database.transaction((tx) =>
        business.ledger.endReconciliations(tx, day(on), officeInstant(day(on), '06:13')),
      )
    await end('2026-09-16')
    expect(await paymentClock(lotId)).toMatchObject({ state: 'MET' })
    await end('2026-09-17')
    expect(await paymentClock(lotId)).toMatchObject({ state: 'OPEN' })
    await end('2026-09-17')
    const disputed = await history(lotId)
    expect(disputed.events.at(-1)).toMatchObject({ unsettled: true })
    expect([stageOf(disputed), stageTold(disputed)]).toEqual(['CLOSED', 'CLOSED_DENIED'])
    expect(await (await open(page)).text()).toContain('采购单位报已办结，贵单位说没有收到款')
    // The money arrives: the same link, another tap, and the clock is met again.
    expect(await (await post(page, { fact: String(paid.id), word: 'YES' })).text()).toContain(
      '双方已确认',
    )
    expect(await paymentClock(lotId)).toMatchObject({ state: 'MET' })
    expect(bothSides(await history(lotId))).toEqual({ asked: 3, confirmed: 1, contradicted: 0 })
  })

  test('takes no word on what is not its own, was taken back, or is no fact', async () => {
    const [one, other] = [await contract(), await contract()]
    for (const fields of [
      { fact: String(other.paid.id), word: 'NO' },
      { fact: '999999', word: 'NO' },
      { fact: "1' OR 1=1", word: 'NO' },
      { fact: String(one.paid.id), word: 'PERHAPS' },
    ]) {
      const response = await post(one.page, fields)
      expect(response.status).toBe(200)
      await response.text()
    }
    await post(one.page, { fact: String(one.paid.id), word: 'NO' })
    await business.takeBack(one.paid.id, office.clock.now())
    await post(one.page, { fact: String(one.paid.id), word: 'YES' })
    const ids = [one.paid.id, other.paid.id]
    const { partyWord, dispute } = office.database.client
    expect(await partyWord.findMany({ where: { eventId: { in: ids } } })).toHaveLength(1)
    expect(await dispute.findMany({ where: { eventId: { in: ids }, closedAt: null } })).toEqual([])
  })

  test('is over when its link is withdrawn, or another supplier has the contract', async () => {
    const { page, lotId } = await contract()
    const gone = await post(page, { withdraw: 'yes' })
    expect(await gone.text()).toContain('链接已停用')
    for (const response of [await open(page), await post(page, { fact: '1', word: 'NO' })]) {
      expect(response.status).toBe(410)
      expect(await response.text()).not.toContain('公司')
    }
    const again = await contract()
    const other = await buildParty(office.database.client, {})
    await office.database.client.lot.update({
      where: { id: again.lotId },
      data: { supplierId: other.id },
    })
    expect((await open(again.page)).status).toBe(410)
    expect((await history(lotId)).events).toHaveLength(3)
  })

  test('that was invented reveals nothing', async () => {
    for (const response of [await open('invented'), await post('a'.repeat(43), { word: 'NO' })]) {
      expect(response.status).toBe(404)
      expect(await response.text()).toContain('没有这个页面')
    }
  })
})

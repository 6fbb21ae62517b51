import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Business, openBusiness } from '../support/business.ts'
import { openOffice, type TestOffice } from '../support/office.ts'
import { contractsOf } from './paid-contract.ts'

let office: TestOffice
let business: Business

beforeAll(async () => {
  office = await openOffice('2026-09-11T09:30:00+08:00')
  business = await openBusiness(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())

const { at, contract, history, open, post } = contractsOf(() => ({ office, business }))

describe('asking for help from the page', () => {
  const help = (token: string, fields: Record<string, string>): Promise<Response> =>
    fetch(`${at(token)}/help`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
  const form = { kind: 'NOT_PAID', text: '6月验收的，还没付款', once: 'once-of-a-form' }
  const issues = (lotId: number) =>
    office.database.client.issue.findMany({ where: { lotId }, include: { notes: true } })

  test('opens one call, owed an answer, however often the form is sent; its page follows', async () => {
    const { page, lotId, unit, supplier } = await contract()
    const text = await (await open(page)).text()
    expect(text).toContain(`<a href="${page}/help">需要帮助，点这里提出</a>`)
    const empty = await (await fetch(`${at(page)}/help`)).text()
    expect(empty).toContain(unit.name)
    expect(Buffer.byteLength(empty)).toBeLessThan(10_000)
    const sent = await help(page, form)
    expect(sent.status).toBe(303)
    const followed = await fetch(new URL(sent.headers.get('location') ?? '', office.origin))
    expect(await followed.text()).toContain('最迟9月14日（周一）答复（本局目标）。')
    const again = await help(page, form)
    expect([again.status, again.headers.get('location')]).toEqual([303, `/p/${page}`])
    expect(await issues(lotId)).toMatchObject([
      { kind: 'NOT_PAID', unitId: unit.id, partyId: supplier.id, notes: [{ text: form.text }] },
    ])
    expect(await (await open(page)).text()).toContain('未付款：最迟9月14日（周一）答复')
  })

  test('says what is missing and keeps what was filled in; a complaint is shown its own way', async () => {
    const { page, lotId } = await contract()
    const wrong = [
      [{ ...form, kind: '' }, '请选一下是哪方面的事。'],
      [{ ...form, text: '' }, '请写一句话再发送。'],
      [{ ...form, text: '长'.repeat(501) }, '请在 500 字以内。'],
      [{ ...form, text: '我要投诉，他们收了回扣' }, '投诉'],
    ] as const
    for (const [fields, says] of wrong) {
      const answer = await help(page, fields)
      const text = await answer.text()
      expect([answer.status, text]).toEqual([422, expect.stringContaining(says)])
      if (fields.text) expect(text).toContain(fields.text)
      if (fields.kind) expect(text).toContain('value="NOT_PAID" required checked')
    }
    expect(await issues(lotId)).toEqual([])
  })

  test('a withdrawn link and an invented one ask for nothing', async () => {
    const { page, lotId } = await contract()
    await post(page, { withdraw: 'yes' })
    expect((await help(page, form)).status).toBe(410)
    expect((await help('invented', form)).status).toBe(404)
    expect(await issues(lotId)).toEqual([])
  })
})

describe('the credit evaluation that the party made', () => {
  const rows = (lotId: number) => office.database.client.partyCredit.findMany({ where: { lotId } })

  test('is said by one tap, kept once, and shown instead of the button', async () => {
    const { page, lotId, supplier } = await contract()
    expect(await (await open(page)).text()).toContain('我方已评价')
    const after = await (await post(page, { credit: 'ACCEPT' })).text()
    expect(after).toContain('您已于9月11日（周五）说明：已评价。')
    expect(after).not.toContain('我方已评价')
    await post(page, { credit: 'ACCEPT' })
    expect(await rows(lotId)).toMatchObject([{ partyId: supplier.id, point: 'ACCEPT' }])
  })

  test('is not taken where it is not owed: another point, before its time, behind a withdrawn link', async () => {
    const { page, lotId } = await contract()
    expect((await post(page, { credit: 'TENDER' })).status).toBe(200)
    const accepted = (await history(lotId)).events.find(({ kind }) => kind === 'ACCEPTED')
    await business.takeBack(accepted?.id ?? 0n, office.clock.now())
    expect((await post(page, { credit: 'ACCEPT' })).status).toBe(200)
    await post(page, { withdraw: 'yes' })
    expect((await post(page, { credit: 'ACCEPT' })).status).toBe(410)
    expect(await rows(lotId)).toEqual([])
  })
})

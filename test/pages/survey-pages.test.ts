import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemEntropy } from '../../src/base/index.ts'
import { notice } from '../../src/pages/layout.ts'
import { invite, loadSurveyPolicy } from '../../src/surveys/index.ts'
import { openBusiness } from '../support/business.ts'
import { buildParty, buildProject, buildUnit } from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'

const PARTY = '宏达<script>alert(1)</script>&公司'
const policy = loadSurveyPolicy()
let office: TestOffice
let business: Awaited<ReturnType<typeof openBusiness>>

beforeAll(async () => {
  office = await openOffice('2026-09-11T09:30:00+08:00')
  business = await openBusiness(office.database)
})
afterAll(() => office[Symbol.asyncDispose]())
beforeEach(async () => {
  await office.database.client.answerSpool.deleteMany()
})

/** A link to a survey of a supplier whose name is an attack. */
async function invited(kind: 'ACCEPTED' | 'PAID' = 'PAID') {
  const { client } = office.database
  const unit = await buildUnit(client)
  const supplier = await buildParty(client, { name: `${PARTY}${unit.id}` })
  const project = await buildProject(client, { unitId: unit.id, supplierId: supplier.id })
  const told = await business.tell(project.lotId, kind, '2026-09-10', { yuan: '1000' })
  const means = { entropy: systemEntropy, at: office.clock.now(), policy }
  const outcome = await office.database.transaction((tx) => invite(tx, told, means))
  if (outcome.kind !== 'invited') throw new Error(outcome.kind)
  return { ...outcome, event: told.event, name: project.name }
}

const open = (token: string): Promise<Response> => fetch(`${office.origin}/s/${token}`)
const submit = (token: string, fields: Record<string, string>): Promise<Response> =>
  fetch(`${office.origin}/s/${token}`, { method: 'POST', body: new URLSearchParams(fields) })
const SCORES = { score1: '5', score2: '4', score3: '3', score4: '2', score5: '1' }
const WHOLE = { ...SCORES, paid: 'no', help: 'yes', comment: '希望按期付款' }
const spooled = () => office.database.client.answerSpool.findMany()
const invitation = (id: number) =>
  office.database.client.invitation.findUniqueOrThrow({ where: { id } })

test('the style of every page needs nothing that WebViews of 2017 (Chrome 61) lack', () => {
  const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(notice('', [])) ?? []
  expect(style.length).toBeGreaterThan(1_000)
  expect(style).not.toMatch(
    /[;{](gap|row-gap|inset|aspect-ratio|overflow-wrap:anywhere)\b|:(is|where|has|focus-visible)\b|\b(min|max|clamp|env)\(|@(layer|container|supports)|[\d.](dvh|svh|cqw)\b|@media[^{]*(prefers-|[<>])/,
  )
})

describe('a link', () => {
  test('opens a form that nobody keeps, follows or runs, and that GET does not use up', async () => {
    const { token, invitationId, name } = await invited()
    for (let n = 0; n < 3; n++) {
      const response = await open(token)
      const text = await response.text()
      expect(response.status).toBe(200)
      expect(text).toContain('<form method="post"')
      expect(text).toContain(name)
      expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
      expect(text).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\//i)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(response.headers.get('set-cookie')).toBeNull()
    }
    expect(await invitation(invitationId)).toMatchObject({ usedOn: null })
  })

  test('shows a name that is an attack as a name', async () => {
    const { token } = await invited()
    const text = await (await open(token)).text()
    expect(text).toContain('宏达&lt;script&gt;alert(1)&lt;/script&gt;&amp;公司')
  })

  test('asked with HEAD is not used up either', async () => {
    const { token, invitationId } = await invited()
    const response = await fetch(`${office.origin}/s/${token}`, { method: 'HEAD' })
    expect(response.status).toBe(200)
    expect(await invitation(invitationId)).toMatchObject({ usedOn: null })
  })

  test.each([
    ['short', 'invented'],
    ['of the right length', 'a'.repeat(43)],
    ['long', 'a'.repeat(2_000)],
    ['without a readable character', '%00'],
    ['like a path', '..%2F..%2Fetc'],
    ['like SQL', "' OR 1=1 --"],
  ])('that was invented, %s, reveals nothing, by GET or POST', async (_, token) => {
    for (const response of [await open(token), await submit(token, WHOLE)]) {
      const text = await response.text()
      expect(response.status).toBe(404)
      expect(text).toContain('没有这个页面')
      expect(text).not.toContain('宏达')
      expect(response.headers.get('cache-control')).toBe('no-store')
    }
    expect(await spooled()).toEqual([])
  })

  test('that is too old says so kindly and takes nothing', async () => {
    const { token, invitationId } = await invited()
    await office.database.client.invitation.update({
      where: { id: invitationId },
      data: { expiresAt: office.clock.now() },
    })
    for (const response of [await open(token), await submit(token, WHOLE)]) {
      expect(response.status).toBe(410)
      expect(await response.text()).toMatch(/链接已过期(?!.*宏达)/s)
    }
    expect(await invitation(invitationId)).toMatchObject({ usedOn: null })
    expect(await spooled()).toEqual([])
  })

  test('whose report was taken back says no more than that it is over', async () => {
    const { token, event } = await invited()
    await business.takeBack(event.id, office.clock.now())
    for (const response of [await open(token), await submit(token, WHOLE)]) {
      expect(response.status).toBe(410)
      expect(await response.text()).toMatch(/链接已过期(?!.*撤)/s)
    }
  })
})

describe('an answer', () => {
  test('counts once, though it is sent twice at the same moment and again later', async () => {
    const { token, invitationId } = await invited()
    const answers = await Promise.all([1, 2, 3].map(() => submit(token, WHOLE)))
    const texts = await Promise.all(answers.map((response) => response.text()))
    expect(texts.filter((text) => text.includes('收到了，谢谢'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('已经提交过了'))).toHaveLength(2)
    const later = await submit(token, { ...WHOLE, help: 'no', comment: '改主意了' })
    expect(later.status).toBe(200)
    expect(await later.text()).toMatch(/已经提交过了(?!.*宏达)/s)
    expect(await (await open(token)).text()).toContain('已经提交过了')
    expect(await invitation(invitationId)).toMatchObject({
      usedOn: '2026-09-11',
      helpAsked: true,
      paid: 'no',
    })
    expect(await spooled()).toMatchObject([{ scores: [5, 4, 3, 2, 1], comment: '希望按期付款' }])
  })

  test('may leave the anonymous half out', async () => {
    const { token } = await invited('ACCEPTED')
    const response = await submit(token, { help: 'no' })
    expect(await response.text()).toContain('收到了，谢谢')
    expect(await spooled()).toEqual([])
  })

  test.each([
    ['help', { ...WHOLE, help: '' }, ['请选择是否需要帮助']],
    ['the payment', { ...WHOLE, paid: 'perhaps' }, ['请选择款项是否已收到']],
    ['two scores', { ...WHOLE, score2: '', score5: '6' }, ['还差：2、5']],
    [
      'the scores to a comment',
      { help: 'yes', paid: 'no', comment: '好' },
      ['还差：1、2、3、4、5'],
    ],
    ['everything', {}, ['请选择是否需要帮助', '请选择款项是否已收到']],
  ])('without %s is shown again, named, with all that was filled in', async (_, given, missing) => {
    const { token, invitationId } = await invited()
    const fields: Record<string, string> = { ...given }
    const response = await submit(token, fields)
    const text = await response.text()
    expect(response.status).toBe(422)
    for (const sentence of missing) expect(text).toContain(sentence)
    for (const [name, value] of Object.entries(fields)) {
      if (name === 'comment') expect(text).toContain(`>${value}</textarea>`)
      else if (/^([1-5]|yes|no)$/.test(value))
        expect(text).toContain(`name="${name}" value="${value}" checked`)
    }
    expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
    expect(await invitation(invitationId)).toMatchObject({ usedOn: null })
    expect(await spooled()).toEqual([])
  })

  test('that holds an attack is given back as plain text', async () => {
    const { token } = await invited()
    const attack = '</textarea><script>alert(1)</script><img src=x onerror="alert(2)">'
    const text = await (await submit(token, { comment: attack, score1: '"><b>' })).text()
    expect(text).toContain('&lt;/textarea&gt;&lt;script&gt;')
    expect(text).not.toMatch(/<script|<img|<b>/)
  })

  test('of 500 characters is taken, of more is given back to be shortened, however long', async () => {
    const { token } = await invited()
    for (const length of [501, 5_000]) {
      const comment = '字'.repeat(length)
      const response = await submit(token, { ...WHOLE, comment })
      const text = await response.text()
      expect(response.status).toBe(422)
      expect(text).toContain('请在 500 字以内')
      expect(text).toContain(`>${comment}</textarea>`)
    }
    const fitting = '😀'.repeat(500)
    expect(await (await submit(token, { ...WHOLE, comment: fitting })).text()).toContain('收到了')
    expect(await spooled()).toMatchObject([{ comment: fitting }])
  })

  test('whose comment is a complaint takes nothing: the unit would read it', async () => {
    const { token, invitationId } = await invited()
    const comment = '验收的人索要好处，不给不签'
    const response = await submit(token, { ...WHOLE, comment })
    const text = await response.text()
    expect(response.status).toBe(422)
    expect(text).toContain('到保密的页面写')
    expect(text).toContain('href="/report"')
    expect(text).toContain(`>${comment}</textarea>`)
    expect(await invitation(invitationId)).toMatchObject({ usedOn: null })
    expect(await spooled()).toEqual([])
  })

  test('with characters that no database takes is kept without them', async () => {
    const { token } = await invited()
    await submit(token, { ...WHOLE, comment: '按\0期\u0007付款\r\n谢谢' })
    expect(await spooled()).toMatchObject([{ comment: expect.stringMatching(/^按期付款\n谢谢$/) }])
  })

  test('larger than any form is refused', async () => {
    const { token, invitationId } = await invited()
    const response = await submit(token, { ...WHOLE, comment: 'x'.repeat(200_000) })
    expect(response.status).toBe(413)
    expect(await response.text()).toContain('什么都没有记下')
    expect(await invitation(invitationId)).toMatchObject({ usedOn: null })
  })
})

test('a link that is hammered is slowed down, the others are not', async () => {
  const [one, other] = [await invited(), await invited()]
  const statuses: number[] = []
  for (let n = 0; n < 31; n++) {
    const response = await open(one.token)
    await response.text()
    statuses.push(response.status)
  }
  expect(statuses).toEqual([...Array(30).fill(200), 429])
  const refused = await submit(one.token, WHOLE)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('cache-control')).toBe('no-store')
  expect(await refused.text()).toContain('请过一分钟再试')
  expect((await open(other.token)).status).toBe(200)
})

import { expect, test } from 'vitest'
import { systemEntropy } from '../../src/base/index.ts'
import { moveSpool, openInvitationDesk, sayByChat } from '../../src/surveys/index.ts'
import { openOffice } from '../support/office.ts'
import { buildContract } from './rig.ts'

const START = '2026-09-10T09:30:00+08:00'

test('what was said by chat is the open half; the link takes the anonymous one, once, and knows nobody', async () => {
  await using office = await openOffice(START)
  const { page, unit } = await buildContract(office)
  const { client } = office.database
  const invitation = await client.invitation.create({
    data: {
      ...page,
      occasion: 'PAID',
      eventId: 1n,
      createdAt: office.clock.now(),
      expiresAt: new Date('2026-10-10T00:00:00Z'),
    },
  })
  const by = { externalUserid: 'wmA', isNamed: false }
  const said = { ...page, invitationId: invitation.id, help: false, paid: 'yes' as const, by }
  const means = { entropy: systemEntropy, at: office.clock.now() }
  const token = await office.database.transaction((tx) => sayByChat(tx, said, means))
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(await office.database.transaction((tx) => sayByChat(tx, said, means))).toBeUndefined()

  const read = async () => (await fetch(`${office.origin}/s/${token}`)).text()
  const form = await read()
  expect(form).toContain('第二部分（匿名）')
  expect(form).not.toContain('第一部分（署名）')
  const send = (body: string) =>
    fetch(`${office.origin}/s/${token}`, { method: 'POST', body: new URLSearchParams(body) })
  expect((await send('comment=x')).status).toBe(422)
  const scores = 'score1=5&score2=4&score3=5&score4=5&score5=4&comment='
  expect((await send(scores)).status).toBe(200)
  expect(await read()).toContain('已经提交过了')
  expect(await (await send(scores)).text()).toContain('已经提交过了')
  const waiting = await client.answerSpool.findMany()
  expect(waiting).toHaveLength(1)
  expect(waiting[0]).toMatchObject({ unitId: unit.id, scores: [5, 4, 5, 5, 4] })
  // The mark and the answer were never in one transaction.
  const [mark] = await client.$queryRaw<{ x: string }[]>`SELECT xmin::text AS x FROM "Invitation"`
  const [answer] = await client.$queryRaw<
    { x: string }[]
  >`SELECT xmin::text AS x FROM "AnswerSpool"`
  expect(mark?.x).not.toBe(answer?.x)
  const row = await client.invitation.findFirstOrThrow()
  expect(row).toMatchObject({ usedOn: '2026-09-10', paid: 'yes', helpAsked: false })
  expect(await moveSpool(office.database, { batchAtLeast: 5 })).toBe(0)
})

test('the anonymous half alone also waits at the contract page', async () => {
  await using office = await openOffice(START)
  const { page, token } = await buildContract(office)
  const { client } = office.database
  const made = {
    ...page,
    occasion: 'ACCEPTED',
    eventId: 1n,
    createdAt: office.clock.now(),
    expiresAt: new Date('2026-10-10T00:00:00Z'),
  }
  const { id: invitationId } = await client.invitation.create({ data: made })
  const by = { externalUserid: 'wmA', isNamed: false }
  const means = { entropy: systemEntropy, at: office.clock.now() }
  await office.database.transaction((tx) =>
    sayByChat(tx, { ...page, invitationId, help: true, paid: undefined, by }, means),
  )
  const shown = await (await fetch(`${office.origin}/p/${token}`)).text()
  const link = /href="(\/s\/[^"]+)"/.exec(shown)?.[1] ?? ''
  expect(link).toContain(`.${invitationId}`)
  const desk = openInvitationDesk({
    database: office.database,
    clock: office.clock,
    log: { error: () => undefined } as never,
  })
  expect(await desk.open(link.slice(3))).toMatchObject({ kind: 'open', anonymousOnly: true })
})

test('what was asked for in a survey or a chat stands on the contract page, with the answer', async () => {
  await using office = await openOffice(START)
  const { page, token, unit, liaison } = await buildContract(office)
  const shown = async () => (await fetch(`${office.origin}/p/${token}`)).text()
  expect(await shown()).not.toContain('您的求助')
  await office.fake.kf.enter('wmA', { sceneParam: token })
  for (const text of ['一直没有付款', '发票开了两个月', '提交'])
    await office.fake.kf.say('wmA', text)
  await office.settled()
  expect(await shown()).toMatch(/求助1　未付款：最迟9月11日（周五）答复/)
  const issue = await office.database.client.issue.findFirstOrThrow()
  expect(issue).toMatchObject({ ...page, unitId: unit.id, origin: 'CHAT', kind: 'NOT_PAID' })
  await office.database.client.issueNote.create({
    data: {
      issueId: issue.id,
      side: 'office',
      personId: liaison.id,
      kind: 'ANSWERED',
      text: '下周三付<b>',
      onceKey: 'a',
      at: office.clock.now(),
    },
  })
  const text = await shown()
  expect(text).toContain('最近的答复：下周三付&lt;b&gt;')
  expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
})

test('somebody in the middle of a question is told something else only once she has left it lying, and can still answer it', async () => {
  await using office = await openOffice(START)
  const { token, project, business } = await buildContract(office)
  const { fake, clock } = office
  await fake.kf.enter('wmA', { sceneParam: token })
  await fake.kf.say('wmA', '求助')
  await office.settled()
  const asked = fake.phone('wmA').length
  clock.advance(60_000)
  await business.tell(project.lotId, 'PAID', '2026-09-10', { yuan: '3180000', at: clock.now() })
  const looked = async (): Promise<string[]> => {
    await office.app().counter?.look()
    await office.settled()
    return fake
      .phone('wmA')
      .slice(asked)
      .map((item) => ('text' in item ? item.text : ''))
  }
  expect(await looked()).toEqual([])
  clock.advance(15 * 60_000)
  expect(await looked()).toEqual([expect.stringContaining('已付款')])
  await fake.kf.say('wmA', '没有付款')
  await office.settled()
  expect(fake.phone('wmA').at(-1)).toMatchObject({ text: expect.stringContaining('一两句话') })
})

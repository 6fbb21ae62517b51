import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { day, officeDay, systemEntropy } from '../../src/base/index.ts'
import { calendarOf, loadYears } from '../../src/calendar/index.ts'
import {
  answerIssue,
  hearParty,
  helpAskedOn,
  issueBehind,
  issueOf,
  issuesOfParty,
  loadIssuePolicy,
  openIssue,
  openUnitIssue,
} from '../../src/cases/index.ts'
import { itemsDue } from '../../src/supervision/clock-items.ts'
import {
  buildParty,
  buildPerson,
  buildProject,
  buildSection,
  buildUnit,
} from '../support/factories.ts'
import { openOffice, type TestOffice } from '../support/office.ts'

let office: TestOffice
beforeAll(async () => {
  // A Thursday.
  office = await openOffice('2026-09-10T10:00:00+08:00')
})
afterAll(() => office[Symbol.asyncDispose]())

const calendar = calendarOf(loadYears())
const issues = loadIssuePolicy()
const means = () => ({ calendar, issues, at: office.clock.now(), entropy: systemEntropy })

async function asked(text = '合同款一直没有付') {
  const db = office.database.client
  const section = await buildSection(db)
  const unit = await buildUnit(db, { sectionId: section.id })
  const supplier = await buildParty(db)
  const project = await buildProject(db, { unitId: unit.id, supplierId: supplier.id })
  const person = await buildPerson(db, 'LIAISON', { unitId: unit.id })
  const wanted = {
    origin: 'LINK' as const,
    kind: 'NOT_PAID' as const,
    unitId: unit.id,
    lotId: project.lotId,
    partyId: supplier.id,
    text,
    onceKey: `test:${unit.id}`,
  }
  const opened = await office.database.transaction((tx) => openIssue(tx, wanted, means()))
  if (!opened) throw new Error('not opened')
  return { ...opened, wanted, unit, supplier, project, personId: person.id }
}

type Asked = Awaited<ReturnType<typeof asked>>
const state = async ({ token }: Asked) => {
  const issue = await issueBehind(office.database.client, token)
  return issue && [issue.state, issue.due]
}
const open = (token: string) => fetch(`${office.origin}/h/${token}`)
const send = (token: string, fields: Record<string, string>) =>
  fetch(`${office.origin}/h/${token}`, { method: 'POST', body: new URLSearchParams(fields) })
const answer = (one: Asked, solved: boolean, onceKey = `a${Math.random()}`) =>
  office.database.transaction((tx) =>
    answerIssue(
      tx,
      { issueId: one.issueId, personId: one.personId, text: '正在办', solved, onceKey },
      means(),
    ),
  )
const onceIn = async (response: Response) =>
  /name="once" value="([\w-]+)"/.exec(await response.text())?.[1] ?? ''

describe('a call for help', () => {
  test('is owed an answer by the next working day, to the unit and up the chain, and a second one is the same', async () => {
    const one = await asked()
    expect(await state(one)).toEqual(['OPEN', '2026-09-11'])
    expect(
      await office.database.transaction((tx) => openIssue(tx, one.wanted, means())),
    ).toBeUndefined()
    const { client } = office.database
    const due = (today: string) =>
      itemsDue(client, { today: day(today), at: office.clock.now(), unitIds: [one.unit.id] })
    expect(await due('2026-09-14')).toMatchObject([
      { rule: `ISSUE-${one.issueId}`, due: '2026-09-11', daysLate: 3, footing: { target: true } },
    ])
    expect(await answer(one, false)).toBe(true)
    // The solution is owed from now on: ten working days after the call, Sunday the 20th among them.
    expect(await state(one)).toEqual(['ANSWERED', '2026-09-23'])
    expect(await due('2026-09-14')).toEqual([])
    expect(await due('2026-09-24')).toMatchObject([{ daysLate: 1 }])
    const { lotId } = one.project
    const own = await issuesOfParty(client, { lotId, partyId: one.supplier.id })
    expect(own.map(({ id }) => id)).toEqual([one.issueId])
    expect(await issuesOfParty(client, { lotId, partyId: 0 })).toEqual([])
  })

  test('has a page that both sides speak on, one word once, and the supplier has the last one', async () => {
    const one = await asked('</p><script>alert(1)</script>')
    const first = await open(one.token)
    expect(first.headers.get('cache-control')).toBe('no-store')
    const text = await first.text()
    expect(Buffer.byteLength(text)).toBeLessThan(10 * 1024)
    expect(text).not.toMatch(/<script|https?:\/\//)
    expect(text).toContain('最迟9月11日（周五）答复')
    await answer(one, true)
    const shown = await open(one.token)
    const once = await onceIn(shown)
    // Five working days of silence are Thursday a week later.
    expect(await state(one)).toEqual(['ASKED', '2026-09-17'])
    const twice = await Promise.all(
      [1, 2].map(() => send(one.token, { act: 'not-solved', text: '还没到账', once })),
    )
    for (const response of twice) expect(await response.text()).toContain('还没到账')
    expect(await state(one)).toEqual(['OPEN', '2026-09-11'])
    const notes = await office.database.client.issueNote.findMany({
      where: { issueId: one.issueId },
    })
    expect(notes.map(({ kind }) => kind)).toEqual(['OPENED', 'DONE', 'NOT_SOLVED'])
    await answer(one, true)
    await send(one.token, { act: 'solved', once: 'twelve-chars1' })
    expect(await state(one)).toEqual(['CLOSED', null])
    expect(await answer(one, false)).toBe(false)
    // One tap opens it again.
    expect(await (await open(one.token)).text()).toContain('value="not-solved"')
    await send(one.token, { act: 'not-solved', once: 'twelve-chars2' })
    expect(await state(one)).toEqual(['OPEN', '2026-09-11'])
  })

  test('is closed by five working days of silence, not earlier', async () => {
    const one = await asked()
    await answer(one, true)
    for (const [at, then] of [
      ['2026-09-17T23:50:00+08:00', 'ASKED'],
      ['2026-09-18T08:00:00+08:00', 'CLOSED'],
    ] as const) {
      office.clock.set(at)
      await office.app().jobs()?.tick()
      expect((await state(one))?.[0]).toBe(then)
    }
    expect(await (await open(one.token)).text()).toContain('没有回音，按已解决办结')
  })

  test('asked for in a survey becomes one within minutes, once', async () => {
    const one = await asked()
    const { client } = office.database
    const invitation = await client.invitation.create({
      data: {
        occasion: 'PAID',
        lotId: one.project.lotId,
        partyId: one.supplier.id,
        eventId: 1n,
        createdAt: office.clock.now(),
        expiresAt: office.clock.now(),
        usedOn: '2026-09-18',
        helpAsked: true,
        paid: 'no',
      },
    })
    const onceKey = `survey:${invitation.id}`
    for (let n = 0; n < 2; n++) {
      office.clock.advance(600_000)
      await office.app().jobs()?.tick()
      expect(await client.issue.findMany({ where: { onceKey } })).toMatchObject([
        { kind: 'NOT_PAID', state: 'OPEN', unitId: one.unit.id, due: '2026-09-20' },
      ])
    }
  })

  test.each(['invented', 'a'.repeat(43), '%00', "' OR 1=1 --"])(
    'behind %s there is none',
    async (token) => {
      for (const response of [await open(token), await send(token, { act: 'solved' })]) {
        expect(response.status).toBe(404)
        expect(await response.text()).toContain('没有这个页面')
      }
    },
  )

  test('wants a word, and gives back one that is too long', async () => {
    const one = await asked()
    const empty = await send(one.token, { act: 'reply', text: '  ' })
    expect(empty.status).toBe(422)
    expect(await empty.text()).toContain('请写一句话再发送')
    const long = await send(one.token, { act: 'reply', text: '字'.repeat(501) })
    expect(long.status).toBe(422)
    expect(await long.text()).toContain(`>${'字'.repeat(501)}</textarea>`)
    expect(
      (await office.database.client.issueNote.findMany({ where: { issueId: one.issueId } })).length,
    ).toBe(1)
  })

  test('that is a complaint is not kept where the unit reads it: it comes back with the way to the confidential page', async () => {
    const one = await asked()
    const text = '验收的人吃拿卡要，蓝色信封'
    const answer = await send(one.token, { act: 'reply', text })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('采购单位或科室看得到')
    expect(page).toContain('href="/report"')
    expect(page).toContain(`>${text}</textarea>`)
    const notes = await office.database.client.issueNote.findMany()
    expect(JSON.stringify(notes)).not.toContain('蓝色信封')
  })
})

describe('a call of a unit about one of its matters', () => {
  const begun = async () => {
    const db = office.database.client
    const section = await buildSection(db)
    const unit = await buildUnit(db, { sectionId: section.id })
    const { lotId } = await buildProject(db, { unitId: unit.id })
    const asker = await buildPerson(db, 'LIAISON', { unitId: unit.id })
    const wanted = {
      ...{ unitId: unit.id, lotId, askerId: asker.id },
      ...{ rule: 'CONTRACT_SIGN', about: '合同签订', text: '对方不来' },
    }
    const call = () => office.database.transaction((tx) => openUnitIssue(tx, wanted, means()))
    const stands = async (id: number) => (await issueOf(db, id))?.state
    const asked = (at = office.clock.now()) => helpAskedOn(db, { lotIds: [lotId], rules: [], at })
    return { db, wanted, unit, asker, call, stands, asked }
  }

  test('is one issue while it is open, also when two press at once, and a new one afterwards', async () => {
    const { db, asker, call, stands, asked } = await begun()
    const both = await Promise.all([call(), call()])
    expect(both.filter(({ opened }) => opened)).toHaveLength(1)
    const issueId = both[0]?.issueId ?? 0
    expect(both.map((one) => one.issueId)).toEqual([issueId, issueId])
    expect(await asked()).toMatchObject([{ rule: 'CONTRACT_SIGN', issueId }])
    expect(await db.issueNote.count({ where: { issueId } })).toBe(1)
    const hear = (kind: 'solved' | 'not-solved', id = issueId) =>
      office.database.transaction((tx) =>
        hearParty(
          tx,
          { issueId: id, kind, text: '', personId: asker.id, onceKey: `${id} ${kind}` },
          means(),
        ),
      )
    await hear('solved')
    expect([await stands(issueId), await asked()]).toEqual(['CLOSED', []])
    const second = await call()
    expect(second).toMatchObject({ opened: true })
    await hear('solved', second.issueId)
    // The first one is taken up again: pressing once more is that one, not a third.
    await hear('not-solved')
    expect(await call()).toEqual({ issueId, opened: false })
  })

  test('is the section’s to do, and stands beside the matter', async () => {
    const { db, unit, call } = await begun()
    const { issueId } = await call()
    const items = await itemsDue(db, {
      ...{ today: officeDay(office.clock.now()), at: office.clock.now(), unitIds: [unit.id] },
    })
    expect(items).toMatchObject([{ rule: `ISSUE-${issueId}`, owner: 'section' }])
  })
})

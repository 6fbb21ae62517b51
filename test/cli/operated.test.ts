import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { type Office, office } from '../supervision/rig.ts'
import { buildPerson } from '../support/factories.ts'
import { operate } from '../support/operator.ts'

// The commands as an operator runs them: a process each, on a real database.
let rig: Office
beforeAll(async () => {
  rig = await office()
  const lot = await rig.project('焦财采-1', '图书采购')
  await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
  await buildPerson(
    rig.database.client,
    'FINANCE_HEAD',
    { unitId: rig.unitId },
    { userid: 'lihui' },
  )
})
afterAll(() => rig[Symbol.asyncDispose]())

/** Every command is a process that starts anew. */
vi.setConfig({ testTimeout: 60_000 })

const run = (...args: string[]) => operate(args, { url: rig.database.url })

describe('cli simulate, as a process', () => {
  const days = ['simulate', '--from', '2026-09-09', '--to', '2026-09-30']

  it('says how many messages the office’s policy would send to whom, and writes nothing', async () => {
    const { client } = rig.database
    const before = [await client.push.count(), await client.cronRun.count()]
    const ended = await run(...days, '--json')
    expect(ended).toMatchObject({ code: 0, err: '' })
    const rows = z
      .array(z.object({ to: z.string(), template: z.string(), messages: z.number() }))
      .parse(JSON.parse(ended.out))
    const of = (to: string, template: string) =>
      rows.find((row) => row.to === to && row.template === template)?.messages
    // Due on the 9th: the liaison then, each step up the chain after it, then every fifth working day.
    expect(of('ZhangMin', 'liaison-digest')).toBeGreaterThanOrEqual(4)
    expect(of('lihui', 'unit-digest')).toBeGreaterThanOrEqual(3)
    expect(of('wanghai', 'section-digest')).toBeGreaterThanOrEqual(2)
    expect([await client.push.count(), await client.cronRun.count()]).toEqual(before)
    const table = await run(...days)
    expect(table).toMatchObject({ code: 0 })
    expect(table.out).toMatch(/共 \d+ 条，发给 4 人/)
  })

  it('refuses a year without a calendar, days written wrongly and a file that is none', async () => {
    const missing = await run('simulate', '--from', '2031-01-06', '--to', '2031-01-10')
    expect(missing.code).toBe(1)
    expect(missing.err).toContain('2031 年的工作日历还没有录入')
    expect(await run('simulate', '--from', '6.9', '--to', '2026-09-10')).toMatchObject({ code: 2 })
    expect(await run(...days, '--policy', '/nowhere.yaml')).toMatchObject({ code: 1, out: '' })
  })
})

describe('cli pushes, as a process', () => {
  it('lists what did not arrive, and sends it again once', async () => {
    const { client } = rig.database
    const push = {
      kind: 'SEND',
      queue: 'digest',
      template: 'liaison-digest',
      version: 1,
      body: { msgtype: 'text', text: { content: '早上好' } },
      reasons: [],
      createdAt: new Date(Date.now() - 3_600_000),
      settledAt: new Date(Date.now() - 3_000_000),
    } as const
    const failed = await client.push.create({
      data: {
        ...push,
        userid: 'gone',
        dedupeKey: 'a',
        status: 'FAILED',
        failure: 'recipient 81013',
      },
    })
    await client.push.create({
      data: { ...push, userid: 'doubt', dedupeKey: 'b', status: 'UNCERTAIN' },
    })
    await client.push.create({ data: { ...push, userid: 'fine', dedupeKey: 'c', status: 'SENT' } })
    const listed = await run('pushes', '--json')
    expect(listed).toMatchObject({ code: 0, err: '' })
    const rows = z.array(z.object({ id: z.string(), userid: z.string(), status: z.string() }))
    expect(
      rows
        .parse(JSON.parse(listed.out))
        .map(({ userid, status }) => `${userid} ${status}`)
        .sort(),
    ).toEqual(['doubt UNCERTAIN', 'gone FAILED'])
    // What is of unknown fate is not sent again by --all.
    expect(JSON.parse((await run('pushes', '--redrive', '--all', '--json')).out)).toHaveLength(1)
    expect(JSON.parse((await run('pushes', '--redrive', '--all', '--json')).out)).toEqual([])
    const anew = await client.push.findMany({ where: { userid: 'gone' }, orderBy: { id: 'asc' } })
    expect(anew.map(({ status }) => status)).toEqual(['FAILED', 'QUEUED'])
    expect(anew[0]?.id).toBe(failed.id)
    expect((await run('pushes')).out).toContain('已重新发送')
    expect(await run('pushes', '--redrive')).toMatchObject({ code: 2 })
    expect(await run('pushes', '--redrive', 'x')).toMatchObject({ code: 2 })
  })
})

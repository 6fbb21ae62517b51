import { expect, test } from 'vitest'
import { buildLiaison, buildUnit } from '../support/factories.ts'
import { openOffice } from '../support/office.ts'

/** A draft as no version of the program ever wrote it. */
const BROKEN = { id: 'broken', dialogue: 'my-tasks', step: { at: 'commit' }, version: 1 }

test('a message that can never be acted on is answered once and does not come back', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  const { client } = office.database
  const unit = await buildUnit(client)
  const liaison = await buildLiaison(client, unit.id, { userid: 'ZhangMin' })
  const now = office.clock.now()
  const draft = { ...BROKEN, personId: liaison.id, status: 'OPEN', startedAt: now, touchedAt: now }
  const { step: _, ...row } = draft
  await client.draft.create({ data: { ...row, body: BROKEN } })

  await office.fake.say('ZhangMin', '待办')
  await office.settled()
  expect(office.fake.phone('ZhangMin').at(-1)).toMatchObject({
    from: 'app',
    text: expect.stringContaining('没有记下'),
  })
  expect(await client.inbound.findMany({ select: { status: true, body: true } })).toEqual([
    { status: 'DONE', body: null },
  ])

  // It no longer stands in the way of what is said later.
  await client.draft.deleteMany()
  await office.fake.say('ZhangMin', '待办')
  await office.settled()
  expect(office.fake.phone('ZhangMin').at(-1)).toMatchObject({ text: '现在没有要办的事。' })
})

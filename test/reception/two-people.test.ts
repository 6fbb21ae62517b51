import { expect, test } from 'vitest'
import { buildLiaison } from '../support/factories.ts'
import { openOffice } from '../support/office.ts'
import { buildSchool, REPORT } from '../support/school.ts'
import { lastCard, textsTo } from '../support/tapped.ts'

test('two liaisons who confirm the same stage at the same moment record it once, and both are told how it stands', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  const { project, unit } = await buildSchool(office.database)
  await buildLiaison(office.database.client, unit.id, { userid: 'WangLi', name: '王丽' })
  const both = ['ZhangMin', 'WangLi']
  for (const userid of both) await office.fake.say(userid, REPORT)
  await office.settled()

  await Promise.all(
    both.map((userid) => office.fake.tap(userid, lastCard(office, userid).taskId, 'confirm')),
  )
  await office.settled()
  const where = { lotId: project.lotId, kind: 'CONTRACT_SIGNED' }
  expect(await office.database.client.ledgerEvent.count({ where })).toBe(1)
  const said = both.map((userid) => textsTo(office, userid).at(-1) ?? '')
  expect(said.filter((text) => text.startsWith('已记入台账'))).toHaveLength(1)
  expect(
    said.filter((text) => /^这一笔已经由(张敏|王丽)在.+没有重复记。$/.test(text)),
  ).toHaveLength(1)
})

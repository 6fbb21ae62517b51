import { expect, test } from 'vitest'
import { readLots } from '../../src/ledger/index.ts'
import { openBusiness } from '../support/business.ts'
import { buildLiaison, buildParty, buildProject, buildUnit } from '../support/factories.ts'
import { openOffice } from '../support/office.ts'

test('one sentence and one tap put a signed contract on the ledger', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  const { database } = office.app()
  const unit = await buildUnit(database.client, { name: '焦作市第一中学', aliases: ['一中'] })
  await buildLiaison(database.client, unit.id, { userid: 'ZhangMin', name: '张敏' })
  const supplier = await buildParty(database.client, { name: '河南宏达建设有限公司', isSme: true })
  const project = await buildProject(database.client, {
    name: '焦作市第一中学教学楼改造工程',
    aliases: ['一中教学楼'],
    unitId: unit.id,
    supplierId: supplier.id,
  })
  await buildProject(database.client, { name: '焦作市第一中学食堂设备采购', unitId: unit.id })
  const business = await openBusiness(database)
  await business.tell(project.lotId, 'AWARD_NOTICE_SENT', '2026-09-01')

  await office.fake.say('ZhangMin', '一中教学楼的合同昨天签了，318万')
  await office.settled()
  const shown = office.fake.phone('ZhangMin').at(-1)
  expect(shown).toMatchObject({ kind: 'card', card: { main_title: { title: '请核对：' } } })
  if (shown?.kind !== 'card' || !shown.taskId) throw new Error('no card to tap')
  await office.fake.tap('ZhangMin', shown.taskId, 'confirm')
  await office.settled()

  expect(office.fake.phone('ZhangMin').at(-3)).toMatchObject({ kind: 'card', grey: '已提交' })
  expect(office.fake.phone('ZhangMin').at(-2)).toMatchObject({
    kind: 'text',
    text: expect.stringContaining('已记入台账'),
  })
  expect(office.fake.phone('ZhangMin').at(-1)).toMatchObject({
    card: { main_title: { title: '请转发给供应商或代理机构' } },
  })
  const [lot] = await readLots(database.client, { lotIds: [project.lotId] })
  expect(lot?.events.at(-1)).toMatchObject({
    kind: 'CONTRACT_SIGNED',
    day: '2026-09-09',
    amount: 318_000_000n,
    by: { userid: 'ZhangMin' },
  })
})

import { expect, test } from 'vitest'
import { createCustomers } from '../../src/simulator/customers.ts'
import { loadSimulatorWording } from '../../src/simulator/wording.ts'
import { buildContract } from '../counter/rig.ts'
import { handLink } from '../support/counter-play.ts'
import { openOffice } from '../support/office.ts'

test('a supplier is taken in hand: she scans, is known, taps and writes', async () => {
  await using office = await openOffice('2026-09-10T09:30:00+08:00')
  const { page } = await buildContract(office)
  const given = { ...page, party: '河南宏达建设有限公司', project: '教学楼' }
  const customers = createCustomers(
    office.fake,
    { customers: async () => [given], linkFor: () => handLink(office, page) },
    loadSimulatorWording().say,
  )
  const [person] = await customers.people()
  expect(person).toMatchObject({ group: 'customer', name: '河南宏达建设有限公司' })
  const userid = person?.userid ?? ''
  expect(customers.has(userid)).toBe(true)
  expect(customers.has('zhangmin')).toBe(false)
  await customers.enter(userid)
  await office.settled()
  expect(office.fake.phone(userid).at(-1)).toMatchObject({ kind: 'menu', from: 'app' })
  await customers.tap(userid, '对')
  await customers.say(userid, '我的合同款到哪一步了')
  await office.settled()
  const said = office.fake.phone(userid).flatMap((item) => ('text' in item ? [item.text] : []))
  expect(said.join('\n')).toContain('合同金额318万元')
  // Coming back is not scanning again.
  await customers.enter(userid)
  await office.settled()
  expect(await office.database.client.kfBinding.count()).toBe(1)
})

import { silentLog, systemEntropy } from '../../src/base/index.ts'
import { type Counter, type CounterMeans, openCounter } from '../../src/counter/index.ts'

import { createWecomClient } from '../../src/wecom/index.ts'
import { handLink } from '../support/counter-play.ts'
import type { TestOffice } from '../support/office.ts'
import { buildSchool } from '../support/school.ts'
import { TEST_APP } from '../support/wecom.ts'

/** A school with one contract, signed and accepted, and the standing link of its supplier. */
export async function buildContract(office: TestOffice) {
  const school = await buildSchool(office.database)
  const { project, supplier, business } = school
  await business.tell(project.lotId, 'CONTRACT_SIGNED', '2026-09-02', { yuan: '3180000' })
  await business.tell(project.lotId, 'ACCEPTED', '2026-09-03')
  const page = { lotId: project.lotId, partyId: supplier.id }
  return { ...school, page, token: await handLink(office, page) }
}

/** What was sent to a customer, as it stands in the database. */
export async function pushesTo(office: TestOffice, externalUserid: string) {
  const rows = await office.database.client.kfPush.findMany({
    where: { customer: { externalUserid } },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ status, failure }) => (failure ? `${status} ${failure}` : status))
}

/** Another process of the same office, at the same account. */
export function secondCounter(office: TestOffice, means: Partial<CounterMeans> = {}): Counter {
  const kf = createWecomClient({
    ...TEST_APP,
    apiBase: 'http://wecom.test',
    fetch: office.fake.fetch,
    clock: office.clock,
    log: silentLog,
  }).kf
  const running = office.app().counterMeans
  if (!running) throw new Error('微信客服 is off')
  return openCounter({ ...running, kf, entropy: systemEntropy, ...means })
}

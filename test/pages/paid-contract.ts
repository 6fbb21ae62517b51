import { systemEntropy } from '../../src/base/index.ts'
import { readLots } from '../../src/ledger/index.ts'
import { invite, loadSurveyPolicy } from '../../src/surveys/index.ts'
import type { Business } from '../support/business.ts'
import {
  buildLiaison,
  buildParty,
  buildProject,
  buildSection,
  buildStaff,
  buildUnit,
} from '../support/factories.ts'
import type { TestOffice } from '../support/office.ts'

const policy = loadSurveyPolicy()
let schools = 0

/** A contract of a small supplier, accepted and said to be paid, with the liaison's standing link to it. */
export async function paidContract(office: TestOffice, business: Business) {
  const { client } = office.database
  schools += 1
  const section = await buildSection(client, { name: `教科文科${schools}` })
  const unit = await buildUnit(client, { name: `焦作市第${schools}中学`, sectionId: section.id })
  const liaison = await buildLiaison(client, unit.id, {
    userid: `ZhangMin${schools}`,
    name: '张敏',
  })
  await buildStaff(client, section.id, { userid: `suxing${schools}`, name: '苏醒' })
  await client.personContact.create({ data: { personId: liaison.id, mobile: '13800000001' } })
  const supplier = await buildParty(client, { name: `宏达<b>公司${schools}`, isSme: true })
  const project = await buildProject(client, { unitId: unit.id, supplierId: supplier.id })
  const { lotId } = project
  await business.tell(lotId, 'CONTRACT_SIGNED', '2026-08-03', { yuan: '200000' })
  await business.tell(lotId, 'ACCEPTED', '2026-08-05')
  const paid = await business.tell(lotId, 'PAID', '2026-09-10', { yuan: '200000' })
  const means = { entropy: systemEntropy, at: office.clock.now(), policy }
  const outcome = await office.database.transaction((tx) => invite(tx, paid, means))
  if (outcome.kind !== 'invited' || !outcome.page) throw new Error(outcome.kind)
  return {
    ...outcome,
    page: outcome.page,
    paid: paid.event,
    lotId,
    unit,
    section,
    supplier,
    liaison,
  }
}

/** Such contracts of an office that a test opens later, and what the supplier's phone does with a link. */
export function contractsOf(opened: () => { office: TestOffice; business: Business }) {
  const at = (token: string): string => `${opened().office.origin}/p/${token}`
  return {
    at,
    contract: () => paidContract(opened().office, opened().business),
    open: (token: string): Promise<Response> => fetch(at(token)),
    post: (token: string, fields: Record<string, string>): Promise<Response> =>
      fetch(at(token), { method: 'POST', body: new URLSearchParams(fields) }),
    async history(lotId: number) {
      const [lot] = await readLots(opened().office.database.client, { lotIds: [lotId] })
      if (!lot) throw new Error('no such lot')
      return lot
    },
  }
}

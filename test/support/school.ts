import type { Database } from '../../src/db/index.ts'
import { openBusiness } from './business.ts'
import { buildLiaison, buildParty, buildProject, buildUnit } from './factories.ts'

/** A report that the school's liaison can make, and what it leads to. */
export const REPORT = '一中教学楼的合同昨天签了，318万'

/** One school with one project whose award notice went out on 2026-09-01, and its liaison. */
export async function buildSchool(database: Database, userid = 'ZhangMin') {
  const db = database.client
  const unit = await buildUnit(db, { name: '焦作市第一中学', aliases: ['一中'] })
  const liaison = await buildLiaison(db, unit.id, { userid, name: '张敏' })
  const supplier = await buildParty(db, { name: '河南宏达建设有限公司', isSme: true })
  const project = await buildProject(db, {
    name: '焦作市第一中学教学楼改造工程',
    aliases: ['一中教学楼'],
    unitId: unit.id,
    supplierId: supplier.id,
  })
  const business = await openBusiness(database)
  await business.tell(project.lotId, 'AWARD_NOTICE_SENT', '2026-09-01')
  return { unit, liaison, supplier, project, business }
}

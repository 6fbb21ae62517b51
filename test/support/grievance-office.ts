import type { Database, Role } from '../../src/db/index.ts'
import { APPOINTED, buildPerson, buildRegion, buildSection, buildUnit } from './factories.ts'

/** A bureau with two sections, 采购科, leaders, a school, and one person of every kind that must not read a complaint. */
export async function buildBureau({ client }: Pick<Database, 'client'>) {
  const region = await buildRegion(client, { name: '市本级' })
  const place = { regionId: region.id }
  const section = await buildSection(client, { name: '教科文科', ...place })
  const office = await buildSection(client, { name: '采购管理科', ...place, isProcurement: true })
  const unit = await buildUnit(client, {
    ...{ name: '焦作市第一中学', aliases: ['一中'], sectionId: section.id },
  })
  await buildUnit(client, { name: '焦作市人民医院', aliases: ['人民医院'], sectionId: office.id })
  const person = (
    userid: string,
    name: string,
    role: Role,
    where: { unitId?: number; sectionId?: number } = {},
  ) => buildPerson(client, role, where, { userid, name })
  const also = (
    personId: number,
    role: Role,
    where: { unitId?: number; sectionId?: number } = {},
  ) => client.appointment.create({ data: { personId, role, fromDay: APPOINTED, ...where } })
  const people = {
    handler: await person('CaiGou', '周采', 'PROCUREMENT_OFFICE', { sectionId: office.id }),
    /** Of 采购科, and of the section in charge of the school too. */
    torn: await person('LiangBian', '吴两', 'PROCUREMENT_OFFICE', { sectionId: office.id }),
    /** The administrator, and of 采购科 too. */
    admin: await person('GuanLi', '郑管', 'ADMIN'),
    section: await person('SuXing', '苏醒', 'SECTION_STAFF', { sectionId: section.id }),
    liaison: await person('ZhangMin', '张敏', 'LIAISON', { unitId: unit.id }),
    unitLeader: await person('XiaoZhang', '孙校', 'UNIT_LEADER', { unitId: unit.id }),
    leader: await person('LuJun', '陆军', 'BUREAU_LEADER'),
    auditor: await person('ShenJi', '沈计', 'AUDITOR'),
  }
  await also(people.torn.id, 'SECTION_STAFF', { sectionId: section.id })
  await also(people.admin.id, 'PROCUREMENT_OFFICE', { sectionId: office.id })
  return { unit, section, office, people }
}

import { type Day, day, type Fen, fenOfYuan } from '../../src/base/index.ts'
import type { Db, Role } from '../../src/db/index.ts'
import { isEventKind } from '../../src/ledger/index.ts'
import type { Business } from './business.ts'
import type { StagedCustomer } from './counter-play.ts'
import { buildParty, buildPerson, buildProject, buildSection, buildUnit } from './factories.ts'
import type { Transcript } from './transcript.ts'

const ROLES: Readonly<Record<string, Role>> = {
  专管员: 'LIAISON',
  财务负责人: 'FINANCE_HEAD',
  分管领导: 'UNIT_LEADER',
  科室人员: 'SECTION_STAFF',
  采购科: 'PROCUREMENT_OFFICE',
  局领导: 'BUREAU_LEADER',
  管理员: 'ADMIN',
}
const CATEGORIES = { 货物: 'GOODS', 工程: 'WORKS', 服务: 'SERVICES' } as const

const categoryIn = (fields: readonly string[]) =>
  Object.entries(CATEGORIES).find(([word]) => fields.includes(word))?.[1]

/** What the opening lines of a transcript have put into the office. */
export interface Stage {
  /** The 企业微信账号 of a person; of one whom the office does not know, a fresh one. */
  account(name: string): string
  /** A supplier who writes from 微信; undefined for anybody else. */
  customer(name: string): StagedCustomer | undefined
  /** The lot of a project, by its official name. */
  lotId(name: string): number
}

type Fields = readonly string[]

/** `简称 一中、焦作一中` among the fields gives the text after the word. */
const field = (fields: Fields, word: string): string | undefined =>
  fields.find((text) => text.startsWith(`${word} `))?.slice(word.length + 1)
const aliasesIn = (fields: Fields): string[] => field(fields, '简称')?.split('、') ?? []
const dayIn = (text: string | undefined): Day | undefined => (text ? day(text) : undefined)

/** A sum of yuan as a field of a built project; no field where there is no sum. */
function fenAs<K extends string>(key: K, yuan: string | undefined): { [P in K]?: Fen } {
  const fen = yuan === undefined ? undefined : fenOfYuan(yuan)
  if (yuan !== undefined && fen === undefined) throw new Error(`not a sum: ${yuan}`)
  return fen === undefined ? {} : ({ [key]: fen } as { [P in K]: Fen }) // a computed key is typed as any string
}

/** `条款 ADVANCE 30% CONTRACT_SIGNED 10` or with a sum of yuan. */
function termIn(text: string, lotId: number) {
  const [, kind = '', sum = '', trigger = '', days] = text.split(' ')
  const share = sum.endsWith('%') ? { share: Math.round(Number(sum.slice(0, -1)) * 100) } : {}
  return {
    ...{ lotId, kind, trigger, days: Number(days), saidIn: 'test' },
    ...(sum.endsWith('%') ? share : fenAs('amount', sum)),
    recordedAt: new Date('2026-01-01T00:00:00Z'),
  }
}

function found<T>(map: ReadonlyMap<string, T>, name: string): T {
  const thing = map.get(name)
  if (thing === undefined) throw new Error(`the opening lines name no ${name}`)
  return thing
}

/**
 * Sets the stage, in the order of the opening lines:
 *   科室：名称
 *   单位：名称｜简称 甲、乙｜科室 名称（缺省为上一个科室）｜暂停
 *   人：姓名，角色，所属［，自 日期］［，至 日期］
 *   往来单位：名称｜供应商或代理机构｜简称 …｜中小企业
 *   台账：名称｜简称 …｜编号 …｜单位 …（缺省为上一个单位）｜预算 元｜类别｜供应商 …｜代理 …｜合同 元｜付款天数 n｜方式 …｜验收截止 日期
 *     ｜条款 种类 比例或元 起算 天数（可多条）｜事件 日期 [金额] …
 *   客户：姓名｜往来单位｜台账  (writes from 微信; has the standing link to that contract)
 * `prefix` keeps the accounts apart from those of other transcripts on the same fake WeCom.
 */
export async function setStage(
  given: Transcript['given'],
  office: {
    readonly db: Db
    readonly business: Business
    readonly prefix: string
    readonly handLink: (page: { lotId: number; partyId: number }) => Promise<string>
  },
): Promise<Stage> {
  const { db, business, prefix } = office
  const accounts = new Map<string, string>()
  const sections = new Map<string, number>()
  const units = new Map<string, number>()
  const parties = new Map<string, number>()
  const lots = new Map<string, number>()
  const customers = new Map<string, StagedCustomer>()
  const account = (name: string): string => {
    const known = accounts.get(name) ?? `${prefix}P${accounts.size + 1}`
    accounts.set(name, known)
    return known
  }
  const last = (map: ReadonlyMap<string, number>): number | undefined => [...map.values()].at(-1)

  const builders: Record<string, (name: string, fields: Fields) => Promise<void>> = {
    async 科室(name) {
      const regionId = (await db.region.findFirst())?.id
      const given = { name, ...(regionId !== undefined && { regionId }) }
      sections.set(name, (await buildSection(db, given)).id)
    },
    async 单位(name, fields) {
      const named = field(fields, '科室')
      const sectionId = fields.includes('无科室')
        ? null
        : named
          ? found(sections, named)
          : (last(sections) ?? null)
      const status = fields.includes('暂停') ? ('SUSPENDED' as const) : ('ACTIVE' as const)
      const unit = await buildUnit(db, { name, aliases: aliasesIn(fields), sectionId, status })
      units.set(name, unit.id)
    },
    async 人(name, [role = '', where = '', ...fields]) {
      const place = units.has(where)
        ? { unitId: found(units, where) }
        : where
          ? { sectionId: found(sections, where) }
          : {}
      const [from, until] = [dayIn(field(fields, '自')), dayIn(field(fields, '至'))]
      const held = ROLES[role]
      if (!held) throw new Error(`no such role: ${role}`)
      await buildPerson(db, held, place, {
        userid: account(name),
        name,
        ...(from && { from }),
        ...(until && { until }),
      })
    },
    async 往来单位(name, fields) {
      const kind = fields.includes('代理机构') ? 'AGENCY' : 'SUPPLIER'
      const isSme = fields.includes('中小企业') ? true : null
      const party = await buildParty(db, { name, kind, isSme, aliases: aliasesIn(fields) })
      parties.set(name, party.id)
    },
    async 台账(name, fields) {
      const owner = field(fields, '单位')
      const unitId = owner ? found(units, owner) : last(units)
      const [supplier, agency] = [field(fields, '供应商'), field(fields, '代理')]
      const [budget, contract] = [field(fields, '预算'), field(fields, '合同')]
      const code = field(fields, '编号') ?? `焦财采购-2026-${lots.size + 1}`
      const term = field(fields, '付款天数')
      const [acceptBy, method] = [field(fields, '验收截止'), field(fields, '方式')]
      const category = categoryIn(fields)
      const project = await buildProject(db, {
        name,
        aliases: aliasesIn(fields),
        ...(unitId !== undefined && { unitId }),
        code,
        ...fenAs('budget', budget),
        ...fenAs('contractAmount', contract),
        ...(term && { paymentDays: Number(term) }),
        ...(acceptBy && { acceptBy: day(acceptBy) }),
        ...(category && { category }),
        ...(method && { method }),
        ...(supplier && { supplierId: found(parties, supplier) }),
        ...(agency && { agencyId: found(parties, agency) }),
      })
      lots.set(name, project.lotId)
      const terms = fields.filter((text) => text.startsWith('条款 '))
      if (terms.length > 0)
        await db.paymentTerm.createMany({ data: terms.map((text) => termIn(text, project.lotId)) })
      for (const text of fields) {
        const [kind = '', on = '', yuan] = text.split(' ')
        if (!isEventKind(kind)) continue
        await business.tell(project.lotId, kind, on, yuan === undefined ? {} : { yuan })
      }
    },
  }

  builders.客户 = async (name, [party = '', project = '']) => {
    const page = { lotId: found(lots, project), partyId: found(parties, party) }
    const customer = `wm${prefix}C${customers.size + 1}`
    customers.set(name, { customer, token: await office.handLink(page) })
  }
  for (const [key, value] of given) {
    if (key === '钟') continue
    const [name = '', ...fields] = value
      .split(key === '人' ? '，' : '｜')
      .map((part) => part.trim())
    const build = builders[key]
    if (!build) throw new Error(`no such opening line: ${key}`)
    await build(name, fields)
  }
  return { account, customer: (name) => customers.get(name), lotId: (name) => found(lots, name) }
}

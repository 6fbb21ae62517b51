import { fenOfYuan } from '../../src/base/index.ts'
import { clocksAt } from '../../src/deadlines/index.ts'
import { readLots } from '../../src/ledger/index.ts'
import { listVisits } from '../../src/visits/index.ts'
import type { TestOffice } from './office.ts'
import { phoneWords } from './phone-words.ts'
import type { Stage } from './stage.ts'

type Check = (words: readonly string[], office: TestOffice, stage: Stage) => Promise<string>

/**
 * What a result line of a transcript says, as the database has it now: the line is right when both are the same.
 *   台账：项目 环节 日期 [元] [供应商 名称] [原因 话]   or   台账：项目 环节 无
 *   笔数：项目 n
 *   撤销：项目 环节 [原因]
 *   时限：项目 规则 到期 日期 / 已办 / 无
 *   走访：对象 日期 方式 分数 [问题 …] [意见 …] [承诺 … 日期] / 无
 *   草稿：姓名 n件 / 无
 *   附件：姓名 状态 归宿
 *   转来：意向 原话 / 无
 *   推送：姓名 样式 次数
 *   手机：姓名 含 字样 / 不含 字样
 *   问卷：项目 场合 状态 / 无
 *   核对：项目 环节 回答（YES、NO、NOT_YET，没有回答是 无）
 *   求助：状态 种类；… / 无
 *   链接：往来单位 有效 n 停用 n 操作 谁做了什么、…
 *   客服：姓名 发出 n条 等着 n条   （发出的、窗口关了没有发的）
 */
const checks: Readonly<Record<string, Check>> = {
  async 台账([project = '', kind = ''], office, stage) {
    const facts = (await history(office, stage, project)).filter(
      (fact) => fact.kind === kind && !fact.voided,
    )
    if (facts.length === 0) return `${project} ${kind} 无`
    return facts
      .map(({ day, amount, party, reason }) =>
        [
          project,
          kind,
          day,
          ...(amount === undefined ? [] : [yuan(amount)]),
          ...(party ? [`供应商 ${party.name}`] : []),
          ...(reason ? [`原因 ${reason}`] : []),
        ].join(' '),
      )
      .join('；')
  },
  async 笔数([project = ''], office, stage) {
    const facts = await history(office, stage, project)
    return `${project} ${facts.filter((fact) => !fact.voided).length}`
  },
  async 撤销([project = '', kind = ''], office, stage) {
    const facts = await history(office, stage, project)
    const voided = facts.filter((fact) => fact.kind === kind && fact.voided)
    const reasons = voided.map((fact) => fact.voided?.reason ?? '')
    return voided.length === 0
      ? `${project} ${kind} 无`
      : [project, kind, ...reasons].join(' ').trim()
  },
  async 时限([project = '', rule = ''], office, stage) {
    const { client } = office.app().database
    const clocks = await clocksAt(client, [stage.lotId(project)], office.clock.now())
    const [clock] = clocks.filter((one) => one.rule.key === rule)
    if (!clock) return `${project} ${rule} 无`
    return `${project} ${rule} ${clock.state === 'MET' ? '已办' : `到期 ${clock.due ?? '待定'}`}`
  },
  async 走访([party = ''], office) {
    const all = (await listVisits(office.app().database.client)).filter((visit) => !visit.voided)
    const visits = party === '无' ? all : all.filter((v) => (v.party ?? v.unit) === party)
    if (visits.length === 0) return '无'
    return visits
      .map((v) =>
        [
          v.party ?? v.unit,
          v.day,
          v.way,
          v.satisfaction,
          ...(v.project ? [`项目 ${v.project}`] : []),
          ...(v.concerns.length > 0 ? [`问题 ${v.concerns.join('、')}`] : []),
          ...(v.opinion ? [`意见 ${v.opinion}`] : []),
          ...(v.promise ? [`承诺 ${v.promise}`] : []),
          ...(v.promiseDay ? [v.promiseDay] : []),
        ].join(' '),
      )
      .join('；')
  },
  async 事项([unit = ''], office) {
    const reports = await office.app().database.client.dutyReport.findMany({
      where: { duty: { unit: { name: unit } } },
      include: { duty: true, void: true },
    })
    const words = reports.map(({ duty, kind, day, share, text, void: voided }) =>
      [
        duty.rule,
        duty.period,
        ...(voided
          ? ['作废']
          : [kind, day, ...(share === null ? [] : [`${share}%`]), ...(text ? [text] : [])]),
      ].join(' '),
    )
    return `${unit} ${words.sort().join('；') || '无'}`
  },
  async 草稿([name = ''], office, stage) {
    const status = { in: ['OPEN', 'PARKED'] }
    const { draft } = office.app().database.client
    if (name === '无') return (await draft.count({ where: { status } })) === 0 ? '无' : '有'
    const person = { userid: stage.account(name).toLowerCase() }
    return `${name} ${await draft.count({ where: { status, person } })}件`
  },
  async 附件([name = ''], office, stage) {
    const photos = await office.app().database.client.attachment.findMany({
      where: { person: { userid: stage.account(name).toLowerCase() } },
      include: { event: true },
      orderBy: { id: 'asc' },
    })
    const words = photos.map(({ status, event, visitId, draftId }) =>
      [status, event?.kind ?? (visitId !== null ? '走访' : draftId ? '草稿' : '无主')].join(' '),
    )
    return [name, ...(words.length > 0 ? [words.join('；')] : ['无'])].join(' ')
  },
  async 转来(_words, office) {
    const rows = await office.app().database.client.referral.findMany({ orderBy: { id: 'asc' } })
    return rows.map(({ intent, text }) => `${intent} ${text}`.trim()).join('；') || '无'
  },
  async 推送([name = '', template = ''], office, stage) {
    const userid = { equals: stage.account(name), mode: 'insensitive' as const }
    const { push } = office.app().database.client
    return `${name} ${template} ${await push.count({ where: { userid, template } })}次`
  },
  async 手机([name = '', how = '', ...rest], office, stage) {
    const text = rest.join(' ')
    const shown = office.fake.phone(stage.account(name)).map((item) => phoneWords(item) ?? '')
    const there = shown.some((line) => line.includes(text))
    if ((how === '含') === there) return [name, how, text].join(' ')
    return `${name} ${how === '含' ? '不含' : '含'} ${text}\n${shown.join('\n——\n')}`
  },
  async 核对([project = '', kind = ''], office, stage) {
    const facts = await history(office, stage, project)
    const heard = facts.filter((fact) => fact.kind === kind && !fact.voided)
    return [project, kind, ...heard.map((fact) => fact.heard?.word ?? '无')].join(' ')
  },
  async 求助(_words, office) {
    const rows = await office.app().database.client.issue.findMany({ orderBy: { id: 'asc' } })
    return rows.map(({ state, kind }) => `${state} ${kind}`).join('；') || '无'
  },
  async 链接([name = ''], office) {
    const { client } = office.app().database
    const links = await client.standingLink.findMany({ where: { party: { name } } })
    const acts = await client.audit.findMany({
      where: { act: { in: ['withdraw-links', 'renew-link'] } },
      orderBy: { id: 'asc' },
    })
    const ended = links.filter(({ revokedAt }) => revokedAt !== null).length
    const people = await client.person.findMany()
    const nameOf = (userid: string) => people.find((one) => one.userid === userid)?.name ?? userid
    const done = acts.map(({ act, actor }) => `${nameOf(actor)} ${act}`)
    return `${name} 有效 ${links.length - ended} 停用 ${ended} 操作 ${done.join('、') || '无'}`
  },
  async 客服([name = ''], office, stage) {
    const externalUserid = stage.customer(name)?.customer ?? ''
    const { kfPush } = office.app().database.client
    const count = (status: string) =>
      kfPush.count({ where: { status, customer: { externalUserid } } })
    return `${name} 发出 ${await count('SENT')}条 等着 ${await count('WAITING')}条`
  },
  async 问卷([project = ''], office, stage) {
    const rows = await office.app().database.client.invitation.findMany({
      where: { lotId: stage.lotId(project) },
      orderBy: { id: 'asc' },
    })
    if (rows.length === 0) return `${project} 无`
    const words = rows.map((row) => `${row.occasion} ${row.revokedAt ? '作废' : '有效'}`)
    return `${project} ${words.join('；')}`
  },
}

const yuan = (fen: bigint): string => {
  const whole = String(fen / 100n)
  return fenOfYuan(whole) === fen ? whole : `${whole}.${String(fen % 100n).padStart(2, '0')}`
}

async function history(office: TestOffice, stage: Stage, project: string) {
  const lotIds = [stage.lotId(project)]
  const [lot] = await readLots(office.app().database.client, { lotIds })
  return lot?.events ?? []
}

/** The result line with what the database says of its subject. Throws for a key that nothing answers to. */
export async function outcomeOf(
  [key, value]: readonly [key: string, value: string],
  office: TestOffice,
  stage: Stage,
): Promise<string> {
  const check = checks[key]
  if (!check) throw new Error(`no such result line: ${key}`)
  return `${key}：${await check(value.split(' '), office, stage)}`
}

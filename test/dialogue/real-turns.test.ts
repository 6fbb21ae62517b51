import { expect, test } from 'vitest'
import { wordingFile } from '../../src/base/index.ts'
import { boundNames } from '../../src/bindings/index.ts'
import {
  type Draft,
  type Frame,
  type Host,
  loadDialogues,
  type Reading,
  type TurnOutcome,
  turn,
} from '../../src/dialogue/index.ts'

const dialogues = loadDialogues(wordingFile('dialogues'), boundNames)
const now = new Date('2026-09-10T01:30:00Z')

/** A host that understands what it is told to and believes every word. */
function hostFor(frames: Record<string, Frame>, behind: readonly string[] = []): Host {
  const read = (text: string): Reading => ({
    kind: 'value',
    value: { value: text, label: text, fields: { name: text, weekday: '周三' } },
  })
  return {
    newId: () => 'draft',
    understand: async (text) => ({ frames: frames[text] ? [frames[text]] : [] }),
    read: async (kind, from) => {
      const text = 'text' in from ? from.text : 'raw' in from ? String(from.raw) : from.option
      if (kind === 'score') return /^[1-5]$/.test(text) ? read(`${text}分`) : { kind: 'none' }
      return read(text)
    },
    suggest: async () => [],
    check: async (rule, _slot, slots) =>
      rule === 'event-in-order' && behind.includes(String(slots.event?.value))
        ? {
            kind: 'needs-reason',
            filling: { last: '最近一步是“采购公告发布”', missing: '合同签订' },
          }
        : { kind: 'ok' },
    act: async () => ({
      kind: 'done',
      id: '1',
      filling: {
        entry: '2026-0001',
        next: '合同公告',
        'next-due': '9月11日（周五）',
        'next-basis': '实施条例第五十条',
      },
    }),
    form: async () => undefined,
    together: async (_all, work) => void (await work()),
    undo: async () => ({ kind: 'done', filling: {} }),
    answer: async () => ({ text: '' }),
    note: async () => ({}),
    orphanPhoto: async () => ({ text: '', buttons: [] }),
  }
}

async function talk(host: Host, ...texts: string[]): Promise<TurnOutcome[]> {
  let drafts: readonly Draft[] = []
  const outcomes: TurnOutcome[] = []
  for (const text of texts) {
    const session = { drafts, roles: ['liaison'], filling: { 'section.name': '行财科' } }
    const outcome = await turn({ kind: 'text', text }, session, host, dialogues, now)
    drafts = outcome.drafts.filter((draft) => !draft.ended)
    outcomes.push(outcome)
  }
  return outcomes
}

const report = (slots: Frame['slots']): Frame => ({ intent: 'report-stage', slots })

test('one sentence leads to the confirmation at once, and its receipt says what is due next', async () => {
  const sentence = '一中教学楼的合同昨天签了，318万'
  const slots = {
    project: '一中教学楼',
    event: 'CONTRACT_SIGNED',
    date: '9月9日',
    amount: '318万元',
  }
  const [asked, done] = await talk(hostFor({ [sentence]: report(slots) }), sentence, '提交')
  expect(asked?.kind).toBe('confirming')
  expect(asked?.reply.text).toBe(
    '请核对：\n项目　一中教学楼\n环节　合同签订\n日期　9月9日（周三）\n金额　318万元\n有通知书、合同或回单的照片，可以现在发来。',
  )
  expect(asked?.reply.buttons.map((b) => b.label)).toEqual(['提交', '修改', '不报了'])
  expect(done?.reply.text).toBe(
    '已记入台账（2026-0001）。\n下一步：合同公告，最迟9月11日（周五）。依据：实施条例第五十条',
  )
})

test('an amount is asked for contracts and payments, and only taken when said for deliveries', async () => {
  const slots = { project: '一中教学楼', date: '9月9日' }
  const host = hostFor({
    签了: report({ ...slots, event: 'CONTRACT_SIGNED' }),
    付了: report({ ...slots, event: 'PAID' }),
    到货: report({ ...slots, event: 'DELIVERED' }),
    到货一半: report({ ...slots, event: 'DELIVERED', amount: '20万元' }),
    挂网: report({ ...slots, event: 'NOTICE_PUBLISHED', amount: '20万元' }),
  })
  const last = async (...texts: string[]) => (await talk(host, ...texts)).at(-1)?.reply.text
  expect(await last('签了')).toContain('金额是多少')
  expect(await last('付了')).toContain('金额是多少')
  expect(await last('到货')).toMatch(/^请核对(?![\s\S]*金额)/)
  expect(await last('到货一半')).toContain('金额　20万元')
  expect(await last('挂网')).toMatch(/^请核对(?![\s\S]*金额)/)
})

test('out of order is explained and allowed with a reason', async () => {
  const slots = { project: '一中教学楼', event: 'ACCEPTED', date: '9月9日' }
  const host = hostFor({ 验收了: report(slots) }, ['ACCEPTED'])
  const outcomes = await talk(host, '验收了', '老项目补录')
  expect(outcomes[0]?.reply.text).toContain('最近一步是“采购公告发布”，前面缺：合同签订')
  expect(outcomes[1]?.reply.text).toContain('原因　老项目补录')
})

test('a bare report asks project, stage and date in that order', async () => {
  const outcomes = await talk(hostFor({ 上报: report({}) }), '上报', '一中教学楼', '验收', '昨天')
  expect(outcomes.map((o) => o.reply.text.split('\n')[0])).toEqual([
    '报哪个项目？发名称里的几个字，或采购编号。',
    '这个项目办到哪一步了？',
    '“履约验收”是哪一天？可以说“昨天”“9月8号”。',
    '请核对：',
  ])
})

test('a content visit asks three questions, an unhappy one also for the promise', async () => {
  const visit = { intent: 'report-visit', slots: { party: '宏达公司' } }
  const good = await talk(hostFor({ 走访: visit }), '走访', '5', '没有', '跳过')
  expect(good.map((o) => o.reply.text.split('\n')[0])).toEqual([
    '对方给几分？5分很满意，1分很不满意。',
    '对方反映了什么问题？可以选几个。',
    '具体情况和意见建议，请用一两句话说；没有就发“跳过”。',
    '请核对：',
  ])
  const bad = await talk(
    hostFor({ 走访: visit }),
    '走访',
    '2',
    '3、4',
    '验收拖了两个月',
    '月底前办好',
    '9月30日',
  )
  expect(bad.at(-1)?.reply.text).toBe(
    '请核对：\n对象　宏达公司\n日期　今天（周三）\n方式　上门\n满意度　2分\n问题　验收拖延、没有按时付款\n意见　验收拖了两个月\n承诺　月底前办好\n期限　9月30日（周三）前\n有现场照片，可以现在发来。',
  )
})

test('a visited purchasing unit is taken as the party, and one sentence fills many', async () => {
  const slots = {
    unit: '市二院',
    satisfaction: '4',
    way: '电话回访',
    concerns: '付款慢',
    opinion: '希望早点付款',
  }
  const host = hostFor({ 走访: { intent: 'report-visit', slots } })
  const [outcome] = await talk(host, '走访')
  expect(outcome?.reply.text).toBe('当场答应对方什么了？没有承诺就发“跳过”。')
  expect(outcome?.drafts[0]?.slots.party?.label).toBe('市二院')
  expect(outcome?.drafts[0]?.slots.concerns?.value).toEqual(['LATE_PAYMENT'])
})

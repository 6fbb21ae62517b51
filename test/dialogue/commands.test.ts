import { describe, expect, test } from 'vitest'
import { Visitor } from './library.ts'

/** Ways to stand at each kind of step. */
const steps: [string, string[]][] = [
  ['a list of similar names', ['借红楼梦']],
  ['a required slot', ['借史记自己看']],
  ['an optional slot', ['借史记自己看，3号']],
  ['a text slot', ['借史记自己看，3号', '跳过']],
  ['the confirmation', ['借史记自己看，3号', '跳过', '跳过']],
  ['which slot to change', ['借史记自己看，3号', '跳过', '跳过', '修改']],
  ['a slot under revision', ['借史记自己看，3号', '跳过', '跳过', '修改', '日期']],
]

describe.each(steps)('at %s', (_, texts) => {
  const there = async () => {
    const visitor = new Visitor()
    const outcome = await visitor.saysAll(...texts)
    return { visitor, question: outcome.reply.text.split('\n').at(-1) ?? '' }
  }
  const ways: ['says' | 'taps', string][] = [
    ['says', '取消'],
    ['taps', 'cancel'],
    ['says', '不报了'],
  ]
  test.each(ways)('%s %s ends the draft and records nothing', async (how, what) => {
    const { visitor } = await there()
    const outcome = await visitor[how](what)
    expect(outcome).toMatchObject({ kind: 'cancelled', reply: { buttons: [] } })
    expect(outcome.reply.text).toContain('没有记任何内容')
    expect(visitor.drafts).toEqual([])
    expect(visitor.ended.at(-1)?.ended).toBe('cancelled')
    expect(visitor.library.lent).toEqual([])
  })

  test.each([
    ['says', '稍后', '继续'],
    ['taps', 'later', 'resume'],
  ] as const)('%s %s puts aside, %s comes back to the exact question', async (how, aside, back) => {
    const { visitor, question } = await there()
    const parked = await visitor[how](aside)
    expect(parked.kind).toBe('parked')
    expect(parked.reply.draftId).toBeUndefined()
    visitor.wait(20)
    const outcome = await visitor[how](back)
    expect(outcome.reply.text).toContain(question)
    expect(visitor.active()?.step.at).toBeDefined()
  })

  test.each([
    ['says', '帮助', '人工'],
    ['taps', 'help', 'human'],
  ] as const)('%s %s helps, %s calls somebody, and the draft stays', async (how, help, human) => {
    const { visitor } = await there()
    const before = JSON.stringify(visitor.active()?.slots)
    const helped = await visitor[how](help)
    expect(helped.kind).toBe('helped')
    expect(helped.reply.text).toContain('正在办“借书登记”')
    expect((await visitor[how](human)).reply.text).toContain('借阅台')
    expect(visitor.library.notes.map((note) => note.action)).toEqual(['call-section'])
    expect(JSON.stringify(visitor.active()?.slots)).toBe(before)
  })

  test.each(['再说一遍', '什么意思', '继续'])('“%s” says the question again', async (text) => {
    const { visitor, question } = await there()
    expect((await visitor.says(text)).reply.text).toContain(question)
  })

  test('an undo in between comes back to the exact question', async () => {
    const visitor = new Visitor()
    await visitor.saysAll('借采购法替人借，2号', '跳过', '跳过', '对')
    const question = (await visitor.saysAll(...texts)).reply.text.split('\n').at(-1) ?? ''
    expect((await visitor.says('撤销')).reply.text).toContain('为什么？')
    const outcome = await visitor.says('登记错了人')
    expect(outcome.kind).toBe('undone')
    expect(outcome.reply.text).toContain('已撤销“采购法释义 2号”，原因：登记错了人。')
    expect(outcome.reply.text).toContain(question)
  })

  test('a question in between is answered and the exact question comes again', async () => {
    const { visitor, question } = await there()
    const outcome = await visitor.says('几点开门')
    expect(outcome.kind).toBe('answered')
    expect(outcome.reply.text).toMatch(/^开放时间第1页。\n回到刚才的“(借书登记|史记|史记 3号)”。\n/)
    expect(outcome.reply.text).toContain(question)
  })
})

test('“什么意思” explains the question in other words', async () => {
  const outcome = await new Visitor().saysAll('借书', '什么意思')
  expect(outcome.reply.text).toBe('说书名里的几个字就行。\n借哪本书？')
})

test('only optional slots are skipped', async () => {
  const visitor = new Visitor()
  const refused = await visitor.saysAll('借史记', '跳过')
  expect(refused.reply.text).toBe('“用途”不能跳过。\n借来做什么？')
  await visitor.saysAll('1', '3号')
  expect((await visitor.taps('skip')).reply.text).toBe('有什么要备注的？')
})

test('without anything open every command has a polite answer', async () => {
  const visitor = new Visitor()
  for (const text of ['取消', '跳过', '稍后', '继续', '修改', '撤销', '再说一遍', '提交', '不对']) {
    const outcome = await visitor.says(text)
    expect([text, outcome.kind]).toEqual([text, 'nothing-open'])
  }
  expect((await visitor.says('菜单')).kind).toBe('helped')
  expect((await visitor.says('人工')).reply.text).toContain('借阅台')
  expect((await visitor.says('谢谢')).kind).toBe('helped')
  expect(visitor.drafts).toEqual([])
})

test('after “稍后” the only draft can be cancelled without taking it up', async () => {
  const visitor = new Visitor()
  expect((await visitor.saysAll('借史记', '稍后', '取消')).kind).toBe('cancelled')
  expect(visitor.drafts).toEqual([])
})

test('of several drafts put aside “继续” asks which', async () => {
  const visitor = new Visitor()
  await visitor.saysAll('借史记，3号', '稍后', '借采购法，4号', '稍后')
  const outcome = await visitor.says('继续')
  expect(outcome.reply.options?.map((o) => o.label)).toEqual(['史记 3号', '采购法释义 4号'])
  await visitor.says('2')
  expect(visitor.labels().book).toBe('采购法释义')
  await visitor.saysAll('稍后', '继续')
  const first = visitor.drafts[0]?.id ?? ''
  await visitor.taps('choose', { selected: [first] })
  expect(visitor.labels().book).toBe('史记')
})

test('a number means a parked draft only right after they were offered', async () => {
  const visitor = new Visitor()
  await visitor.saysAll('借史记，3号', '稍后', '借采购法，4号', '稍后', '继续', '几点开门')
  expect((await visitor.says('2')).kind).toBe('not-understood')
  expect(visitor.active()).toBeUndefined()
})

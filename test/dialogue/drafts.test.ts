import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadDialogues } from '../../src/dialogue/index.ts'
import { libraryFolder, libraryNames, Visitor } from './library.ts'

const ready = ['借史记自己看，3号', '跳过', '跳过']

test('another report in between parks the present one and comes back to it afterwards', async () => {
  const visitor = new Visitor()
  await visitor.saysAll(...ready)
  const other = await visitor.says('订5号座，8号')
  expect(other.kind).toBe('confirming')
  expect(visitor.drafts.map((d) => [d.dialogue, d.parked])).toEqual([
    ['loan', true],
    ['seat', false],
  ])
  const done = await visitor.taps('confirm')
  expect(done.reply.text).toContain('座位订好了。\n回到刚才的“史记 3号”。\n')
  expect(done.reply.text).toContain('书名　史记')
  expect(done.reply.buttons.map(({ key }) => key)).toEqual(['confirm', 'change', 'cancel'])
})

test('a sentence about another matter of the same kind is another report, not a correction', async () => {
  const visitor = new Visitor()
  await visitor.saysAll(...ready)
  await visitor.says('借采购法替人借，4号')
  expect(visitor.drafts).toHaveLength(2)
  expect(visitor.drafts[0]).toMatchObject({ parked: true, slots: { book: { value: 'B4' } } })
  expect(visitor.labels()).toMatchObject({ book: '采购法释义', day: '4号' })
  // The same matter said again is no other report.
  await visitor.says('借采购法工作用，4号')
  expect(visitor.drafts).toHaveLength(2)
  expect(visitor.labels()).toMatchObject({ purpose: '工作用' })
})

test('a further fact said while answering joins the draft', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.saysAll('借史记，3号', '自己看；借采购法替人借，4号')
  expect(outcome.reply.text).toBe('第1件：史记，自己看，3号\n关于什么？')
  const next = await visitor.saysAll('跳过', '跳过')
  expect(next.reply.text).toContain('第2件：采购法释义')
})

test('what is wrong with a further fact is said when its turn comes', async () => {
  const visitor = new Visitor()
  const first = await visitor.says('借史记自己看，3号；借采购法替人借，25号')
  expect(first.reply.text).not.toContain('还没到')
  const next = await visitor.saysAll('跳过', '跳过')
  expect(next.reply.text).toBe('第2件：采购法释义，替人借\n25号还没到。\n哪天借的？')
})

test.each([
  ['没借', '没借的不记。'],
  ['打算借', '还没借，先不记。'],
])('“%s” answers the question and records nothing', async (word, says) => {
  const visitor = new Visitor()
  await visitor.says('借史记')
  const outcome = await visitor.says(word)
  expect(outcome).toMatchObject({ kind: 'denied', reply: { text: says } })
  expect(visitor.drafts).toEqual([])
  const fresh = await new Visitor().says(`${word}史记`)
  expect(fresh).toMatchObject({ kind: 'denied', reply: { text: says } })
})

test('a negation about something else leaves the draft where it is', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记，3号')
  const outcome = await visitor.says('没借采购法')
  expect(outcome.reply.text).toBe('没借的不记。\n借来做什么？')
  expect(visitor.labels()).toEqual({ book: '史记', day: '3号' })
})

test('a digression that has to ask comes back to the exact question, also when cancelled', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记，3号')
  expect((await visitor.says('书在哪')).reply.text).toBe('查哪本书？')
  const answered = await visitor.says('红楼梦')
  expect(answered.reply.options).toHaveLength(2)
  const outcome = await visitor.says('1')
  expect(outcome.reply.text).toBe('《红楼梦上册》在三楼。\n回到刚才的“史记 3号”。\n借来做什么？')
  await visitor.says('书在哪')
  expect((await visitor.says('取消')).reply.text).toContain('借来做什么？')
  expect(visitor.labels()).toEqual({ book: '史记', day: '3号' })
})

test('a question and a fact in one message: both are served', async () => {
  const outcome = await new Visitor().says('借史记，3号；几点开门')
  expect(outcome.reply.text).toContain('开放时间第1页。')
  expect(outcome.reply.text).toContain('借来做什么？')
  const visitor = new Visitor()
  const mixed = await visitor.saysAll('借史记，3号', '自己看；几点开门')
  expect(mixed.reply.text).toContain('开放时间第1页。')
  expect(visitor.labels().purpose).toBe('自己看')
})

test('an answer is read page by page until something else is said', async () => {
  const visitor = new Visitor()
  const first = await visitor.says('几点开门')
  expect(first.reply.buttons).toEqual([{ key: 'next-page', label: '下一页' }])
  expect((await visitor.says('下一页')).reply.text).toBe('开放时间第2页。')
  expect((await visitor.taps('next-page')).reply).toMatchObject({
    text: '开放时间第3页。',
    buttons: [{ key: 'previous-page' }],
  })
  expect((await visitor.says('上一页')).reply.text).toBe('开放时间第2页。')
  await visitor.says('谢谢')
  expect(visitor.drafts).toEqual([])
  expect((await visitor.says('下一页')).kind).toBe('not-understood')
})

test('pages of an answer can be turned in the middle of a report', async () => {
  const visitor = new Visitor()
  await visitor.saysAll('借史记自己看', '几点开门')
  const outcome = await visitor.says('下一页')
  expect(outcome.reply.text).toContain('开放时间第2页。')
  await visitor.says('3号')
  expect(visitor.labels().day).toBe('3号')
})

/** A newer version of the loan file, changed by the editor. */
function newer(edit: (text: string) => string): Visitor['dialogues'] {
  const folder = libraryFolder()
  const file = join(folder, 'loan.yaml')
  writeFileSync(file, edit(readFileSync(file, 'utf8').replace('version: 1', 'version: 2')))
  return loadDialogues(folder, libraryNames)
}

test('with `upgrade: keep` a draft of an older file keeps what still fits and is confirmed anew', async () => {
  const visitor = new Visitor()
  await visitor.saysAll('借史记工作用，3号，2本', '跳过', '跳过')
  visitor.dialogues = newer((text) =>
    text.replace('is: count\n    label: 本数', 'is: day\n    label: 几号取'),
  )
  const outcome = await visitor.taps('confirm')
  expect(visitor.library.lent).toEqual([])
  expect(outcome.reply.text).toBe('“借书登记”的问法有更新，您之前说的都留着。\n借几本？')
  expect(visitor.labels()).toEqual({ book: '史记', purpose: '工作用', day: '3号' })
})

test('a draft carried over to a newer file is held against the rules again', async () => {
  const visitor = new Visitor()
  await visitor.saysAll(...ready)
  visitor.dialogues = newer((text) => text)
  visitor.library.today = 2
  const outcome = await visitor.says('对')
  expect(outcome.reply.text).toContain('3号还没到。\n哪天借的？')
  expect(visitor.library.lent).toEqual([])
})

test('with `upgrade: keep` an answer in words still answers the same question', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记，3号')
  visitor.dialogues = newer((text) => text)
  const outcome = await visitor.says('替人借')
  expect(outcome.reply.text).toContain('您之前说的都留着')
  expect(visitor.labels().purpose).toBe('替人借')
})

test('with `upgrade: restart` the draft begins again', async () => {
  const visitor = new Visitor()
  await visitor.saysAll('借史记自己看，3号', '跳过')
  visitor.dialogues = newer((text) => text.replace('upgrade: keep', 'upgrade: restart'))
  const outcome = await visitor.says('放在前台')
  expect(outcome.reply.text).toBe('“借书登记”的问法有更新，请从头说一次。\n借哪本书？')
  expect(visitor.labels()).toEqual({})
})

test('a draft whose conversation is gone ends and says so', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记')
  visitor.dialogues = { ...visitor.dialogues, byId: new Map() }
  const outcome = await visitor.says('自己看')
  expect(outcome.reply.text).toContain('没有记任何内容')
  expect(visitor.ended.at(-1)?.ended).toBe('outdated')
})

test('a draft left too long is dropped', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记')
  visitor.wait(7 * 24 + 1)
  expect((await visitor.says('继续')).kind).toBe('nothing-open')
  expect(visitor.ended.at(-1)?.ended).toBe('expired')
})

test('a person who lost the role cannot go on', async () => {
  const visitor = new Visitor()
  await visitor.saysAll(...ready)
  visitor.roles = ['visitor']
  expect((await visitor.says('对')).kind).toBe('not-allowed')
  expect(visitor.library.lent).toEqual([])
  expect(visitor.drafts).toEqual([])
  expect((await visitor.says('借史记')).kind).toBe('not-allowed')
  expect((await visitor.says('几点开门')).kind).toBe('answered')
})

import { expect, test } from 'vitest'
import { Visitor } from './library.ts'

const full = '借史记自己看，3号'

test('one sentence fills several slots and the missing ones are asked one at a time in file order', async () => {
  const visitor = new Visitor()
  const first = await visitor.says('借采购法')
  expect(first).toMatchObject({ kind: 'asked', reply: { text: '借来做什么？' } })
  expect(first.reply.options?.map((o) => `${o.number} ${o.label}`)).toEqual([
    '1 自己看',
    '2 替人借',
    '3 工作用',
  ])
  const second = await visitor.says('上班用，18号')
  expect(second.reply.text).toBe('借几本？')
  expect(visitor.labels()).toEqual({ book: '采购法释义', purpose: '工作用', day: '18号' })
  expect((await visitor.says('2本')).reply).toMatchObject({ text: '关于什么？', many: true })
  expect((await visitor.says('1、3')).reply.text).toBe('有什么要备注的？')
})

test('the confirmation shows what is filled, drops empty lines, and carries the file’s buttons', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.saysAll(full, '跳过', '跳过')
  expect(outcome.kind).toBe('confirming')
  expect(outcome.reply.text).toBe('请核对：\n书名　史记\n用途　自己看\n日期　3号（周三）')
  expect(outcome.reply.buttons.map((b) => `${b.key} ${b.label}`)).toEqual([
    'confirm 登记',
    'change 修改',
    'cancel 不借了',
  ])
  expect(outcome.reply.draftId).toBe(visitor.active()?.id)
})

test.each(['登记', '登记吧', '提交', '确认', '对', ' 对。'])(
  '“%s” at the confirmation submits exactly once',
  async (word) => {
    const visitor = new Visitor()
    const outcome = await visitor.saysAll(full, '跳过', '跳过', word)
    expect(outcome).toMatchObject({
      kind: 'recorded',
      reply: { text: '已登记（L1）。', buttons: [] },
    })
    expect(visitor.library.lent).toHaveLength(1)
    expect(visitor.library.lent[0]?.slots).toMatchObject({
      book: { value: 'B4' },
      day: { value: 3 },
    })
    expect(visitor.drafts).toEqual([])
    expect(visitor.last).toMatchObject({ id: 'L1', dialogue: 'loan', brief: '史记 3号' })
  },
)

test('a tap submits as words do, and a second tap on the same card says that it is on record', async () => {
  const visitor = new Visitor()
  const { reply } = await visitor.saysAll(full, '跳过', '跳过')
  const draftId = reply.draftId ?? ''
  expect((await visitor.taps('confirm')).kind).toBe('recorded')
  const again = await visitor.taps('confirm', { draftId, stale: true })
  expect(again.kind).toBe('duplicate')
  expect(again.reply.text).toContain('已经记过了')
  expect((await visitor.says('提交')).reply.text).toContain('已经记过了')
  expect(visitor.library.lent).toHaveLength(1)
})

test('values of slots that do not apply are neither shown nor submitted', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.saysAll('借史记自己看，3号，7本', '跳过', '跳过')
  expect(outcome.reply.text).not.toContain('本数')
  await visitor.says('对')
  expect(Object.keys(visitor.library.lent[0]?.slots ?? {})).toEqual(['book', 'purpose', 'day'])
})

test('a choice takes several options by number or word, and an excluding one only alone', async () => {
  const visitor = new Visitor()
  await visitor.saysAll(full, '2、3')
  expect(visitor.active()?.slots.topics?.value).toEqual(['LAW', 'HISTORY'])
  const other = new Visitor()
  await other.saysAll(full, '编程和法律')
  expect(other.active()?.slots.topics?.value).toEqual(['LAW', 'CODE'])
  const none = new Visitor()
  await none.saysAll(full, '没有')
  expect(none.active()?.slots.topics?.value).toEqual(['NONE'])
  const tapped = new Visitor()
  await tapped.says(full)
  await tapped.taps('choose', { selected: ['NONE', 'CODE', 'LAW'] })
  expect(tapped.active()?.slots.topics?.value).toEqual(['LAW', 'CODE'])
})

test('a rule that wants a reason asks for it, and the reason is submitted', async () => {
  const visitor = new Visitor()
  const asked = await visitor.says('借史记自己看，8号')
  expect(asked.reply.text).toBe('关于什么？')
  const why = await visitor.says('跳过')
  expect(why.reply.text).toBe('这本书5号就借走了，为什么晚登记？')
  expect((await visitor.says('跳过')).reply.text).toContain('不能跳过')
  const confirm = await visitor.saysAll('忘了登记', '跳过')
  expect(confirm.reply.text).toContain('原因　忘了登记')
  // The earlier day needs no reason: it goes with the need.
  expect((await visitor.says('不对，是3号')).reply.text).not.toContain('原因')
})

test('the host’s suggestions come first and are picked by number', async () => {
  const visitor = new Visitor()
  visitor.library.suggestions = [{ id: 'B4', label: '史记' }]
  expect((await visitor.says('借')).reply.options).toEqual([{ id: 'B4', label: '史记', number: 1 }])
  await visitor.says('1')
  expect(visitor.labels()).toEqual({ book: '史记' })
  visitor.library.suggestions = []
})

test('several facts of one message are asked about in turn and submitted together', async () => {
  const visitor = new Visitor()
  const first = await visitor.says('借史记自己看，3号；借采购法替人借，4号')
  expect(first.reply.text).toBe('您说了2件事，最后一起核对。\n第1件：史记，自己看，3号\n关于什么？')
  const second = await visitor.saysAll('跳过', '跳过')
  expect(second.reply.text).toBe('第2件：采购法释义，替人借，4号\n关于什么？')
  const card = await visitor.saysAll('跳过', '跳过')
  expect(card.reply.text).toBe(
    '请核对这2件：\n1. 史记，自己看，3号\n2. 采购法释义，替人借，4号\n要改就说“第1件日期改成8号”，不报哪件就说“第1件不报”。',
  )
  const next = await visitor.taps('confirm')
  expect(next.kind).toBe('recorded')
  expect(next.reply.text).toBe(
    '第1件　史记，自己看，3号\n已登记（L1）。\n第2件　采购法释义，替人借，4号\n已登记（L2）。',
  )
  expect(visitor.library.lent.map((l) => l.slots.book?.value)).toEqual(['B4', 'B3'])
  expect(visitor.drafts).toEqual([])
})

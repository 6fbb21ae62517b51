import { expect, test } from 'vitest'
import { Visitor } from './library.ts'

const ready = ['借史记自己看，3号', '跳过', '跳过']

async function atConfirmation(): Promise<Visitor> {
  const visitor = new Visitor()
  await visitor.saysAll(...ready)
  return visitor
}

test('what the host adds is said; a line without content is left out', async () => {
  const visitor = await atConfirmation()
  visitor.library.nextAct = {
    kind: 'done',
    id: 'L9',
    filling: { entry: 'L9', extra: '记得9号前还。', at: '9月20日 09:00' },
    buttons: [{ key: 'menu.seat', label: '订座位' }],
  }
  const outcome = await visitor.says('对')
  expect(outcome.reply.text).toBe('已登记（L9）。\n记得9号前还。')
  expect(outcome.reply.buttons).toEqual([{ key: 'menu.seat', label: '订座位' }])
  expect(outcome.submissions.at(-1)).toMatchObject({ id: 'L9', when: '9月20日 09:00' })
})

test('a like one on record is asked about: the same one is not recorded twice, another one is', async () => {
  const similar = { kind: 'similar', filling: { similar: '史记 2号' } } as const
  const same = await atConfirmation()
  same.library.nextAct = similar
  const asked = await same.says('对')
  expect(asked.reply.text).toBe('已有一笔：史记 2号。是同一笔吗？')
  expect(asked.reply.buttons.map((b) => b.key)).toEqual(['confirm', 'deny', 'cancel'])
  expect((await same.says('是')).kind).toBe('duplicate')
  expect(same.library.lent).toEqual([])

  const other = await atConfirmation()
  other.library.nextAct = similar
  await other.says('对')
  expect((await other.says('另一笔')).kind).toBe('recorded')
  expect(other.library.lent[0]?.draft.distinct).toBe(true)
})

test('on record already, refused, failed: each is said, and only the first ends the draft', async () => {
  const again = await atConfirmation()
  again.library.nextAct = { kind: 'again', filling: {} }
  expect(await again.says('对')).toMatchObject({
    kind: 'duplicate',
    reply: { text: '这一笔已经登记过了。' },
  })
  expect(again.drafts).toEqual([])

  const refused = await atConfirmation()
  refused.library.nextAct = { kind: 'refused', filling: { reason: '证件过期。' } }
  expect(await refused.says('对')).toMatchObject({
    kind: 'refused',
    reply: { text: '没有登记：证件过期。' },
  })
  expect((await refused.says('修改')).reply.options).toBeDefined()

  const failed = await atConfirmation()
  failed.library.nextAct = { kind: 'failed', filling: {} }
  expect((await failed.says('对')).kind).toBe('failed')
  expect((await failed.saysAll('继续', '对')).kind).toBe('recorded')
})

test('the last submission is taken back within its time, once, with or without a reason', async () => {
  const visitor = await atConfirmation()
  await visitor.says('对')
  const last = visitor.last
  const asked = await visitor.says('撤销')
  expect(asked.reply.text).toContain('的“史记 3号”，为什么？')
  expect(asked.reply.buttons.map((b) => b.key)).toEqual(['skip', 'cancel'])
  expect(await visitor.says('日期写错了')).toMatchObject({ kind: 'undone' })
  expect(visitor.library.undone).toEqual([{ id: 'L1', reason: '日期写错了' }])
  expect((await visitor.says('撤销')).kind).toBe('nothing-open')
  visitor.last = last
  const twice = await visitor.saysAll('撤销', '跳过')
  expect(twice).toMatchObject({ kind: 'refused', reply: { text: '“史记 3号”已经撤销过了。' } })

  const tapped = await atConfirmation()
  await tapped.says('对')
  await tapped.taps('undo')
  await tapped.taps('skip')
  expect(tapped.library.undone).toEqual([{ id: 'L1', reason: undefined }])
})

test('an undo can be given up, and comes too late after a day', async () => {
  const visitor = await atConfirmation()
  await visitor.says('对')
  expect((await visitor.saysAll('撤销', '不撤了')).reply.text).toContain('原来的记录还在')
  expect((await visitor.saysAll('撤销', '取消')).reply.text).toContain('原来的记录还在')
  await visitor.says('撤销')
  await visitor.taps('cancel')
  visitor.wait(24.5)
  expect((await visitor.says('撤销')).reply.text).toBe('“史记 3号”已过24小时。')
  expect(visitor.library.undone).toEqual([])
})

test('a correction after submitting points to the undo', async () => {
  const visitor = await atConfirmation()
  const outcome = await visitor.saysAll('对', '不对，是4号')
  expect(outcome.reply.text).toContain('请先发“撤销”')
  expect(outcome.reply.buttons.map((b) => b.key)).toEqual(['undo'])
})

test.each(['confirm', 'change', 'cancel', 'skip', 'choose', 'menu.loan', 'nonsense'])(
  'a stale card never acts: %s',
  async (key) => {
    const visitor = await atConfirmation()
    const before = JSON.stringify(visitor.drafts)
    const outcome = await visitor.taps(key, { stale: true, selected: ['day'] })
    expect(outcome.kind).toBe('stale')
    expect(outcome.reply.text).toContain('卡片已经过期')
    expect(JSON.stringify(visitor.drafts)).toBe(before)
    expect(visitor.library.lent).toEqual([])
  },
)

test('a confirmation tapped while asked what to change shows the card again and does not submit', async () => {
  const visitor = await atConfirmation()
  await visitor.says('修改')
  const outcome = await visitor.taps('confirm')
  expect(outcome.kind).toBe('confirming')
  expect(visitor.library.lent).toEqual([])
})

test('a card of a draft that was put aside only brings it back; one of an ended draft is stale', async () => {
  const visitor = await atConfirmation()
  const aside = visitor.active()?.id ?? ''
  await visitor.says('订5号座')
  const back = await visitor.taps('confirm', { draftId: aside })
  expect(back.kind).toBe('confirming')
  expect(visitor.active()?.id).toBe(aside)
  expect(visitor.library.lent).toEqual([])
  expect((await visitor.taps('confirm', { draftId: 'draft-99' })).kind).toBe('stale')
  expect((await visitor.taps('nonsense')).kind).toBe('stale')
})

test('a button starts a conversation, with what its card was about', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.does({
    kind: 'tap',
    key: 'menu.loan',
    card: { state: 'current' },
    about: { book: 'B4' },
  })
  expect(outcome.reply.text).toBe('借来做什么？')
  expect(visitor.labels()).toEqual({ book: '史记' })
})

test('a picture goes to the draft whatever is asked, and the question comes again', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记自己看，3号')
  const outcome = await visitor.sends('photo-1')
  expect(outcome.reply.text).toBe('图片收到了。\n关于什么？')
  const confirm = await visitor.saysAll('跳过', '跳过')
  expect(confirm.reply.text).toContain('封面　1张图片')
  expect((await visitor.sends('photo-2')).reply.text).toContain('封面　2张图片')
  await visitor.says('对')
  expect(visitor.library.lent[0]?.draft.photos).toEqual(['photo-1', 'photo-2'])
})

test('a picture is kept with a draft that has no slot for it; without a draft the host decides', async () => {
  const visitor = new Visitor()
  await visitor.says('订5号座')
  await visitor.sends('photo-1')
  expect(visitor.active()?.photos).toEqual(['photo-1'])
  const other = new Visitor()
  expect((await other.sends('photo-2')).reply.text).toBe('这张图片是哪本书的？')
  expect(other.library.orphans).toEqual(['photo-2'])
})

test('what has no conversation yet is kept and answered honestly, also in the middle of a report', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.says('我要投诉')
  expect(outcome.kind).toBe('kept')
  expect(outcome.reply.text).toContain('借阅台能看到')
  expect(visitor.library.notes).toEqual([{ action: 'keep-for-section', text: '我要投诉' }])
  const inside = await visitor.saysAll('借史记，3号', '我要投诉')
  expect(inside.reply.text).toContain('借阅台能看到')
  expect(inside.reply.text).toContain('借来做什么？')
})

test('gibberish is answered with what can be said, and starts nothing', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.says('天气不错')
  expect(outcome.kind).toBe('not-understood')
  expect(visitor.drafts).toEqual([])
})

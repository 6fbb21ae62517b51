import { expect, test } from 'vitest'
import { Visitor } from './library.ts'

async function atConfirmation(sentence = '借史记自己看，3号'): Promise<Visitor> {
  const visitor = new Visitor()
  await visitor.saysAll(sentence, '跳过', '跳过')
  return visitor
}

test.each([
  ['日期改成4号', 'day', '4号'],
  ['不对，是4号', 'day', '4号'],
  ['日期不对，4号', 'day', '4号'],
  ['4号', 'day', '4号'],
  ['用途是工作用', 'purpose', '工作用'],
  ['用处改为替人借', 'purpose', '替人借'],
  ['书名：采购法', 'book', '采购法释义'],
])('“%s” at the confirmation corrects the slot that is meant', async (text, slot, label) => {
  const visitor = await atConfirmation()
  const outcome = await visitor.says(text)
  expect(visitor.labels()[slot]).toBe(label)
  expect(outcome.reply.text).toMatch(/^好，.+由“.+”改为“.+”。/)
  expect(visitor.library.lent).toEqual([])
})

test('a corrected draft is confirmed anew and submitted with the new value', async () => {
  const visitor = await atConfirmation()
  const outcome = await visitor.says('日期改成4号')
  expect(outcome.kind).toBe('confirming')
  expect(outcome.reply.text).toContain('好，日期由“3号”改为“4号”。\n请核对：')
  await visitor.says('对')
  expect(visitor.library.lent[0]?.slots.day?.value).toBe(4)
})

test.each([
  ['日期改成25号', '“25号”不能用作日期：25号还没到。仍保留“3号”。'],
  ['日期改成40号', '“40号”不能用作日期：没有“40号”这一天。仍保留“3号”。'],
  ['日期改成那天', '“那天”不能用作日期：没看懂“那天”是哪天。仍保留“3号”。'],
])('“%s” is explained and the old value kept', async (text, explanation) => {
  const visitor = await atConfirmation()
  const outcome = await visitor.says(text)
  expect(outcome.reply.text.split('\n')[0]).toBe(explanation)
  expect(outcome.kind).toBe('confirming')
  expect(visitor.labels().day).toBe('3号')
})

test('of two slots of one kind the longer label is the one meant', async () => {
  const visitor = await atConfirmation()
  await visitor.says('归还日期改成9号')
  expect(visitor.labels()).toMatchObject({ day: '3号', back: '9号' })
})

test('a slot that was not asked about is corrected, then the open question comes again', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记，3号')
  const outcome = await visitor.says('不对，是4号')
  expect(outcome.reply.text).toBe('好，日期由“3号”改为“4号”。\n借来做什么？')
})

test('a correction empties only the slots that depend on it', async () => {
  const visitor = await atConfirmation('借史记工作用，3号，2本')
  const outcome = await visitor.saysAll('用途改成替人借', '用途改成工作用')
  expect(outcome.reply.text).toContain('借几本？')
  expect(visitor.labels()).toMatchObject({ book: '史记', day: '3号', purpose: '工作用' })
})

test('a correction that makes another slot impossible asks for that one again', async () => {
  const visitor = await atConfirmation()
  await visitor.says('归还日期改成5号')
  const outcome = await visitor.says('日期改成9号')
  expect(outcome.reply.text).toContain('归还日期5号早于9号。')
  expect(visitor.labels()).toMatchObject({ day: '9号' })
  expect(visitor.labels().back).toBeUndefined()
})

test.each(['修改', '不对'])(
  '“%s” asks which slot; number, word and button pick it',
  async (word) => {
    const visitor = await atConfirmation()
    const outcome = await visitor.says(word)
    expect(outcome.reply.options?.map((o) => o.label)).toEqual([
      '书名：史记',
      '用途：自己看',
      '日期：3号',
      '主题：未填',
      '备注：未填',
    ])
    expect((await visitor.says('3')).reply.text).toBe('哪天借的？')
    expect((await visitor.says('4号')).reply.text).toContain('由“3号”改为“4号”')
    await visitor.says(word)
    await visitor.taps('choose', { selected: ['purpose'] })
    expect((await visitor.says('2')).reply.text).toContain('由“自己看”改为“替人借”')
    await visitor.says(word)
    expect((await visitor.says('书名')).reply.text).toBe('借哪本书？')
    expect((await visitor.says('跳过')).reply.text).toContain('“书名”不改，仍是“史记”')
  },
)

test('a slot under revision keeps its value when the new one cannot be read', async () => {
  const visitor = await atConfirmation()
  const outcome = await visitor.saysAll('修改', '日期', '什么呀')
  expect(outcome.reply.text).toContain('仍保留“3号”')
  expect(outcome.kind).toBe('confirming')
})

test('an unclear correction asks which slot is meant; gibberish repeats the confirmation', async () => {
  const visitor = await atConfirmation()
  expect((await visitor.says('不对，是那个啥')).reply.text).toContain('没看懂要改成什么')
  expect(visitor.active()?.step.at).toBe('which-slot')
  const other = await atConfirmation()
  const outcome = await other.says('嗯嗯啊啊')
  expect(outcome.reply.text).toMatch(/^没看懂这句话。[\s\S]*请核对：/)
})

test('an empty optional slot is filled by naming it', async () => {
  const visitor = await atConfirmation()
  const outcome = await visitor.says('备注：放在前台')
  expect(outcome.reply.text).toContain('备注　放在前台')
})

test('three failures on one slot give up politely, with the draft kept and a way on', async () => {
  const visitor = new Visitor()
  await visitor.says('借史记自己看')
  expect((await visitor.says('那天')).reply.text).toBe('没看懂“那天”是哪天。')
  expect((await visitor.says('40号')).reply.text).toBe('没有“40号”这一天。')
  const outcome = await visitor.says('就那天')
  expect(outcome.reply.text).toBe('“日期”几次没有对上。')
  expect(outcome.reply.buttons.map((b) => b.key)).toEqual(['human', 'later', 'cancel'])
  expect((await visitor.says('3号')).reply.text).toBe('关于什么？')
})

test('a refused first value is explained and asked again', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.says('借史记自己看，25号')
  expect(outcome.reply.text).toBe('25号还没到。\n哪天借的？')
  const book = await new Visitor().says('借孤本')
  expect(book.reply.text).toBe('“孤本”不外借。\n借哪本书？')
})

test('a text that is too short is asked for again', async () => {
  const visitor = new Visitor()
  await visitor.saysAll('借史记自己看，3号', '跳过')
  expect((await visitor.says('急')).reply.text).toContain('“急”太短了')
  expect((await visitor.says('前台说日期改成月底')).kind).toBe('confirming')
})

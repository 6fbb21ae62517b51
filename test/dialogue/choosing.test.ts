import { expect, test } from 'vitest'
import { Visitor } from './library.ts'

test('similar names are offered; a number, a word, a tap or “都不是” answers', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.says('借红楼梦自己看，3号')
  expect(outcome.reply.text).toBe('有2本相近的书，是哪一本？')
  expect(outcome.reply.buttons.map((b) => b.key)).toEqual(['choose', 'none-of-these'])
  await visitor.says('第二个')
  expect(visitor.labels()).toEqual({ book: '红楼梦下册', purpose: '自己看', day: '3号' })

  const byWord = new Visitor()
  await byWord.saysAll('借红楼梦', '上册')
  expect(byWord.labels().book).toBe('红楼梦上册')

  const byTap = new Visitor()
  await byTap.says('借红楼梦')
  await byTap.taps('choose', { selected: ['B2'] })
  expect(byTap.labels().book).toBe('红楼梦下册')

  const none = new Visitor()
  const again = await none.saysAll('借红楼梦', '都不是')
  expect(again.reply.text).toBe('好，这些都不是。\n借哪本书？')
  expect((await none.says('史记')).reply.text).toBe('借来做什么？')
})

test('a foreign option of a card is refused, the list is shown again', async () => {
  const visitor = new Visitor()
  await visitor.says('借红楼梦')
  const outcome = await visitor.taps('choose', { selected: ['B4'] })
  expect(outcome.reply.text).toContain('卡片已经过期')
  expect(visitor.labels()).toEqual({})
  expect((await visitor.taps('choose', { selected: [] })).reply.options).toHaveLength(2)
})

test('ten at a time, with pages by word and by button; numbers run through', async () => {
  const visitor = new Visitor()
  const first = await visitor.says('借大词典')
  expect(first.reply.options?.map((o) => o.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(first.reply.text).toContain('共23个，第1页，共3页。')
  expect(first.reply.buttons.map((b) => b.key)).toEqual(['choose', 'next-page', 'none-of-these'])
  expect((await visitor.says('下一页')).reply.options?.[0]).toMatchObject({ number: 11 })
  const last = await visitor.taps('next-page')
  expect(last.reply.options).toHaveLength(3)
  expect(last.reply.buttons.map((b) => b.key)).toEqual(['choose', 'previous-page', 'none-of-these'])
  expect((await visitor.says('下一页')).reply.text).toContain('没有更多了')
  expect((await visitor.taps('previous-page')).reply.options?.[0]).toMatchObject({ number: 11 })
  await visitor.says('21')
  expect(visitor.labels().book).toBe('大词典第21卷')
})

test('words that fit several of the options narrow the list', async () => {
  const visitor = new Visitor()
  await visitor.says('借大词典')
  const outcome = await visitor.says('第2')
  expect(outcome.reply.text).toBe('借来做什么？')
  const other = new Visitor()
  await other.says('借大词典')
  const narrowed = await other.says('词典第2')
  expect(narrowed.reply.options?.map((o) => o.label)).toEqual([
    '大词典第2卷',
    '大词典第20卷',
    '大词典第21卷',
    '大词典第22卷',
    '大词典第23卷',
  ])
  await other.says('2')
  expect(other.labels().book).toBe('大词典第20卷')
})

test('an expression with several readings is asked about, never guessed', async () => {
  const visitor = new Visitor()
  const outcome = await visitor.saysAll('借史记自己看', '初一')
  expect(outcome.reply.text).toBe('“日期”有几种理解，是哪一种？')
  expect(visitor.labels().day).toBeUndefined()
  await visitor.says('1')
  expect(visitor.labels().day).toBe('1号')
})

test('other slots said meanwhile are kept while a choice is open', async () => {
  const visitor = new Visitor()
  await visitor.says('借红楼梦')
  const outcome = await visitor.says('3号')
  expect(outcome.reply.options).toHaveLength(2)
  expect(visitor.labels()).toEqual({ day: '3号' })
})

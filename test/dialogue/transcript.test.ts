import { expect, test } from 'vitest'
import { fitsGolden, readTranscript, rewriteTranscript } from '../support/transcript.ts'

const source = `# 日期说错，提交前改正

- 钟：2026-09-10 09:30
- 人：张敏，专管员，焦作市第一中学
- 台账：一中教学楼改造｜工程｜预算 3200000
- 台账：一中食堂改造｜工程｜预算 100000

## 对话

张敏：一中教学楼的合同昨天签了，318万

机器人：请核对：
项目　一中教学楼改造
[提交] [修改] [不报了]

—— 过了25小时 ——

—— 重启 ——

张敏点：提交

机器人：已记入台账（…）。

## 结果

- 台账：一中教学楼改造 CONTRACT_SIGNED 2026-09-08 一笔
- 草稿：无
`

test('a transcript is read into its opening, its turns and its results', () => {
  expect(readTranscript(source)).toEqual({
    title: '日期说错，提交前改正',
    given: [
      ['钟', '2026-09-10 09:30'],
      ['人', '张敏，专管员，焦作市第一中学'],
      ['台账', '一中教学楼改造｜工程｜预算 3200000'],
      ['台账', '一中食堂改造｜工程｜预算 100000'],
    ],
    turns: [
      { kind: 'says', who: '张敏', text: '一中教学楼的合同昨天签了，318万' },
      { kind: 'bot', text: '请核对：\n项目　一中教学楼改造\n[提交] [修改] [不报了]' },
      { kind: 'waits', milliseconds: 90_000_000, text: '过了25小时' },
      { kind: 'restarts' },
      { kind: 'taps', who: '张敏', button: '提交' },
      { kind: 'bot', text: '已记入台账（…）。' },
    ],
    afterwards: [
      ['台账', '一中教学楼改造 CONTRACT_SIGNED 2026-09-08 一笔'],
      ['草稿', '无'],
    ],
  })
})

test.each([
  ['no title', source.replace('# 日期', '日期')],
  ['no results', source.replace(/- 台账：一中教学楼改造 CON.*\n- 草稿：无\n/, '')],
  ['no conversation', source.replace('## 对话', '## 话')],
  ['an unreadable wait', source.replace('过了25小时', '过了很久')],
  ['an unreadable block', source.replace('张敏点：提交', '张敏点了提交')],
])('a transcript with %s is refused', (_, spoilt) => {
  expect(spoilt).not.toBe(source)
  expect(() => readTranscript(spoilt)).toThrow()
})

test('`…` in a golden line stands for anything, the rest is taken literally', () => {
  expect(fitsGolden('已记入台账（…）。', '已记入台账（2026-0001）。')).toBe(true)
  expect(
    fitsGolden('已记入台账（…）。\n下一步：…', '已记入台账（1）。\n下一步：合同公告\n同时：备案'),
  ).toBe(true)
  expect(fitsGolden('已记入台账。', '已记入台账（1）。')).toBe(false)
  expect(fitsGolden('1.5万元', '1x5万元')).toBe(false)
})

test('rewriting replaces only the bot’s lines that no longer fit', () => {
  const said = [['请核对：\n项目　教学楼\n[提交]'], ['已记入台账（2026-0001）。']]
  const updated = rewriteTranscript(source, said)
  expect(updated).toBe(
    source.replace('项目　一中教学楼改造\n[提交] [修改] [不报了]', '项目　教学楼\n[提交]'),
  )
  expect(rewriteTranscript(updated, said)).toBe(updated)
})

test('rewriting writes the bot’s lines that were not there yet', () => {
  const bare = source.replace(/机器人：[\s\S]*?\n\n/g, '')
  const said = [['请核对：\n项目　一中教学楼改造\n[提交] [修改] [不报了]'], ['已记入台账（…）。']]
  expect(rewriteTranscript(bare, said)).toBe(source)
})

test('a bot that says more, or falls silent, is written down as it is', () => {
  const updated = rewriteTranscript(source, [['好。', '还有一句。'], []])
  expect(readTranscript(updated).turns.filter((turn) => turn.kind === 'bot')).toEqual([
    { kind: 'bot', text: '好。' },
    { kind: 'bot', text: '还有一句。' },
  ])
})

test('a tap may name an earlier card, what is marked on it, and come twice', () => {
  const turns = (block: string) => readTranscript(source.replace('张敏点：提交', block)).turns
  expect(turns('张敏连点：第2张的选这个（1、3）')).toContainEqual({
    kind: 'taps',
    who: '张敏',
    button: '选这个',
    card: 2,
    picks: [1, 3],
    twice: true,
  })
})

import { describe, expect, test } from 'vitest'
import { type Day, day } from '../../src/base/index.ts'
import { findDates, type Lean, readDate } from '../../src/language/index.ts'

/** A Tuesday. */
const TODAY = day('2026-09-08')
const read = (text: string, lean: Lean = 'past') => readDate(text, { today: TODAY, lean })

describe('one day', () => {
  const table: readonly (readonly [string, string, Lean?])[] = [
    ['今天', '2026-09-08'],
    ['昨天下午', '2026-09-07'],
    ['大前天', '2026-09-05'],
    ['后天', '2026-09-10'],
    ['大后天', '2026-09-11'],
    ['三天前', '2026-09-05'],
    ['两周前', '2026-08-25'],
    ['半个月前', '2026-08-24'],
    ['一个月前', '2026-08-08'],
    ['三天后', '2026-09-11'],
    ['上周五', '2026-09-04'],
    ['上上周五', '2026-08-28'],
    ['本周三', '2026-09-09'],
    ['下周三', '2026-09-16'],
    ['周三', '2026-09-02'],
    ['周三', '2026-09-09', 'future'],
    ['周二', '2026-09-08'],
    ['星期天', '2026-09-06'],
    ['16号', '2026-08-16'],
    ['16号', '2026-09-16', 'future'],
    ['8号', '2026-09-08'],
    ['8号', '2026-09-08', 'future'],
    ['十六号', '2026-08-16'],
    ['上个月16号', '2026-08-16'],
    ['下月3日', '2026-10-03'],
    ['9月16号', '2025-09-16'],
    ['9月1号', '2026-09-01'],
    ['9月16', '2025-09-16'],
    ['9/16', '2025-09-16'],
    ['9.1', '2026-09-01'],
    ['2022.9.16', '2022-09-16'],
    ['2022-09-16', '2022-09-16'],
    ['2022/9/16', '2022-09-16'],
    ['20220916', '2022-09-16'],
    ['22年9月16日', '2022-09-16'],
    ['２０２２年９月１６日', '2022-09-16'],
    ['二〇二二年九月十六日', '2022-09-16'],
    ['二零二二年九月十六日', '2022-09-16'],
    ['二○二二年九月十六日', '2022-09-16'],
    ['去年12月5号', '2025-12-05'],
    ['月底', '2026-09-30'],
    ['上月末', '2026-08-31'],
    ['2月底', '2026-02-28'],
    ['年底', '2026-12-31'],
    ['12月5号前', '2026-12-05'],
    ['计划12月5号签', '2026-12-05'],
    ['能在16号签', '2026-09-16'],
    ['16号之前', '2026-09-16'],
    ['准备周五开标', '2026-09-11'],
    ['不是16号是18号', '2026-08-18'],
    ['不是9月1号，是9月2号', '2026-09-02'],
    ['9月9日（周三）', '2026-09-09'],
    ['9月1日 周二', '2026-09-01'],
    ['農曆八月十五', '2025-10-06'],
    ['国庆节', '2025-10-01'],
    ['下週三', '2026-09-16'],
    ['昨\u200b天', '2026-09-07'],
  ]
  for (const [text, expected, lean] of table) {
    test(`${text} → ${expected} (${lean ?? 'past'})`, () => {
      const one = read(text, lean)
      expect(one.kind === 'value' ? one.value : one).toBe(expected)
    })
  }
})

describe('what is no day', () => {
  test.each([
    '3号楼到货了',
    '五一路小学',
    '焦财磋商采购-2026-118',
    'JZ20260908',
    '5个工作日内',
    '前两天',
    '9月1日到9月5日',
    '9月',
    '上个月',
    '每周三',
    '1.5倍',
    '说明天线',
    '第16号',
    '3.5万',
  ])('%s', (text) => {
    expect(read(text)).toEqual({ kind: 'none' })
  })
})

test.each(['2月30日', '6月31号', '13月1日', '2022年2月29日', '32号', '0月5日'])(
  '%s does not exist, and that is said',
  (text) => {
    expect(read(text)).toMatchObject({ kind: 'impossible', why: 'no-such-day' })
  },
)

test('a weekday that disagrees with its date leaves both readings', () => {
  expect(read('9月1日（周三）')).toMatchObject({
    kind: 'ambiguous',
    candidates: ['2026-09-01', '2026-09-02'] satisfies readonly string[],
  })
})

test('two days in one sentence are two candidates for one day, and two finds', () => {
  expect(read('9月1号或者9月3号')).toMatchObject({
    kind: 'ambiguous',
    candidates: ['2026-09-01', '2026-09-03'],
  })
  const found = findDates('9月1号签的，9月3号公示', { today: TODAY, lean: 'past' })
  expect(found.map((one) => one.kind === 'value' && one.value)).toEqual([
    '2026-09-01',
    '2026-09-03',
  ])
})

test('a span points into the text as it was written', () => {
  const text = '合同\u200b：２０２６年９月１日签'
  const [one] = findDates(text, { today: TODAY, lean: 'past' })
  expect(one && text.slice(one.span.from, one.span.to)).toBe('２０２６年９月１日')
})

test('the future of a sentence is heard in its own words only', () => {
  const value = (text: string): Day | undefined => {
    const one = read(text)
    return one.kind === 'value' ? one.value : undefined
  }
  expect(value('节能改造9月16号签的')).toBe('2025-09-16')
  expect(value('主要设备16号到货了')).toBe('2026-08-16')
  expect(value('会议中心16号签的')).toBe('2026-08-16')
  expect(value('16号要签合同')).toBe('2026-09-16')
})

test('five thousand digits, dots or date characters are read in no time', () => {
  for (const piece of ['1', '1.', '9月', '周', '一二', '9/', '1,']) {
    const started = performance.now()
    findDates(piece.repeat(5000 / piece.length), { today: TODAY, lean: 'past' })
    expect(performance.now() - started).toBeLessThan(1000)
  }
})

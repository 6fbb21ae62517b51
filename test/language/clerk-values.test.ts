import { describe, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import { understandValues, type ValueKind } from '../../src/language/index.ts'

/** A Tuesday. */
const today = day('2026-09-08')
const line = (kind: ValueKind, text: string) =>
  understandValues(kind, text, { today, lean: 'past' })

/** As clerks write them: form, value. `null` is what must be asked about, never guessed. */
const FORMS: Readonly<Record<ValueKind, string>> = {
  date: `今天 2026-09-08; 昨儿 2026-09-07; 大前天 2026-09-05; 上周五 2026-09-04; 本周三 2026-09-09; 上上周三 2026-08-26
    上礼拜天 2026-09-06; 16号 2026-08-16; 9月16号 2025-09-16; 9/1 2026-09-01; 2022.9.16 2022-09-16; 二〇二二年九月十六 2022-09-16
    三天前 2026-09-05; 一周前 2026-09-01; 半个月前 2026-08-24; 月底 2026-09-30; 上月末 2026-08-31; 上月25 2026-08-25
    本月3日 2026-09-03; 26年9月1日 2026-09-01; 去年底 2025-12-31; 12月5号前 2026-12-05; 不是16号是18号 2026-08-18
    农历八月十五 2025-10-06; 九月初五 2025-10-25; 国庆节 2025-10-01
    国庆节后第一天 null; 中秋节前一天 null; 哪一日 null; 前几天 null; 号 null; 节前 null`,
  money: `128.6万 1286000; 12万5 125000; 十二万五千元 125000; 壹佰贰拾万元整 1200000; 1,286,000.00元 1286000; 3百万 3000000
    30w 300000; 3w5 35000; 3.5W 35000; 两角五分 0.25; 三百一十八万 3180000; 一百二十八万六 1286000; 2千块 2000; 五万零三百 50300
    1.2亿 120000000; 人民币叁佰万元整 3000000; ￥30000 30000; 30万块 300000; 12万5千6 125600; 1286000 1286000; 一万二 12000
    壹万贰仟叁佰肆拾伍元陆角柒分 12345.67; 300万左右 3000000; 十来万 null; 三十多万 null; 318 null; 12.5 null; 3w50 null`,
  percent: `三成 30; 三成半 35; 百分之三十 30; 30% 30; ３０％ 30; 三个点 3; 3个百分点 3; 一半 50; 百分之零点五 0.5; 百分之百 100
    两成 20; 全部 null; 0.3 null`,
  number: '三台 3; 12个 12; 两百 200; 一打 12; 三到五 null',
}

describe('what clerks write for a value', () => {
  for (const kind of ['date', 'money', 'percent', 'number'] as const)
    for (const form of FORMS[kind].split(/[;\n]+/).map((piece) => piece.trim())) {
      const [text = '', value = ''] = form.split(' ')
      const expected = value === 'null' ? null : kind === 'date' ? value : Number(value)
      test(`${kind}: ${form}`, () => expect(line(kind, text).value).toBe(expected))
    }
})

test('unclear sums are said to be ambiguous, days that do not exist impossible', () => {
  expect(line('money', '318')).toMatchObject({ value: null, ambiguous: [318, 3_180_000] })
  for (const text of ['2月30日', '二月三十号', '13月1号'])
    expect(line('date', text)).toMatchObject({ value: null, impossible: 'no-such-day' })
})

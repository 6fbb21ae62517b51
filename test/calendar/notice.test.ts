import { describe, expect, it } from 'vitest'
import {
  doubtsAbout,
  loadYears,
  type NoticeMistake,
  readCalendarCsv,
  readNotice,
} from '../../src/calendar/index.ts'

const NOTICE_2026 = `国务院办公厅关于2026年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
`
const NOTICE_2025 = `关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。`
const NOTICE_2024 = `关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。`

const kinds = (mistakes: readonly NoticeMistake[]) => mistakes.map(({ kind }) => kind)
const shipped = loadYears()

describe('the notice', () => {
  it.each([
    [2024, NOTICE_2024],
    [2025, NOTICE_2025],
    [2026, NOTICE_2026],
  ])('of %i reads as the year that is shipped, and nobody doubts it', (year, text) => {
    const read = readNotice(text, 'notice.txt')
    expect(read.mistakes).toEqual([])
    const known = shipped.find((one) => one.year === year)
    expect(read.year?.offDays).toEqual(known?.offDays)
    expect(read.year?.makeupWorkdays).toEqual(known?.makeupWorkdays)
    expect(read.year && doubtsAbout(read.year)).toEqual([])
    expect(known && doubtsAbout(known)).toEqual([])
  })

  it.each([
    ['a weekday that is another', '1月1日（周四）', '1月1日（周五）', ['wrong-weekday']],
    ['a sum of days that is another', '共5天', '共4天', ['wrong-count']],
    [
      'a day that does not exist',
      '6月19日（周五）至21日',
      '6月19日（周五）至31日',
      ['no-such-day', 'bad-line', 'bad-line'],
    ],
    ['a make-up day that is worked anyway', '5月9日（周六）', '5月8日', ['not-weekend']],
    ['a make-up day that is also off', '1月4日（周日）上班', '1月3日（周六）上班', ['twice']],
    ['a day of another year', '1月4日', '2027年1月3日', ['wrong-weekday', 'other-year'].slice(1)],
  ] as const)('names %s', (_, from, to, found) => {
    expect(kinds(readNotice(NOTICE_2026.replace(from, to), 'n').mistakes)).toEqual(found)
  })

  it('says when there is no year or no holiday in it', () => {
    expect(kinds(readNotice('一、元旦：1月1日放假。', 'n').mistakes)).toEqual(['no-year'])
    expect(readNotice('一、元旦：1月1日放假。', 'n', 2027).year?.offDays).toEqual(['2027-01-01'])
    expect(kinds(readNotice('关于2027年部分节假日安排的通知', 'n').mistakes)).toEqual([
      'nothing-found',
    ])
  })
})

describe('doubts', () => {
  const doubted = (text: string) => {
    const { year } = readNotice(text, 'n')
    return year && doubtsAbout(year).map((doubt) => [doubt.kind, doubt.expected, doubt.found])
  }

  it('a lost make-up day, a lost holiday and a make-up day far away are all found', () => {
    expect(doubted(NOTICE_2026.replace('、10月10日（周六）上班', '上班'))).toEqual([
      ['net', '13', '14'],
    ])
    expect(doubted(NOTICE_2026.replace(/五、端午节.*\n/, ''))).toEqual([
      ['net', '13', '12'],
      ['missing-name', '端午', ''],
    ])
    expect(doubted(NOTICE_2026.replace('5月9日（周六）', '8月1日（周六）'))).toEqual([
      ['far-makeup', '', '2026-08-01'],
    ])
    expect(
      doubted(NOTICE_2025.replace('5月1日（周四）至5日', '5月2日（周五）至5日')),
    ).toContainEqual(['missing-date', '05-01', ''])
  })
})

describe('a CSV', () => {
  it('reads with and without a heading, and names each bad line', () => {
    const read = readCalendarCsv(
      '\uFEFF日期,类型,节日\r\n2027-01-01,放假,元旦\r\n2027-01-02,放假,元旦\n2027-01-03,上班\n',
      'c',
    )
    expect(read.mistakes).toEqual([])
    expect(read.year).toMatchObject({
      year: 2027,
      offDays: ['2027-01-01', '2027-01-02'],
      makeupWorkdays: ['2027-01-03'],
      names: { '2027-01-01': '元旦' },
    })
    const bad =
      '2027-01-01,放假,元旦\n2027-02-30,放假,x\n2027-01-01,上班\n2027-01-04,上班\n2027-01-05,放假\n2028-01-01,放假,元旦'
    expect(kinds(readCalendarCsv(bad, 'c').mistakes)).toEqual([
      'no-such-day',
      'twice',
      'not-weekend',
      'bad-line',
      'other-year',
    ])
  })
})

import { describe, expect, test } from 'vitest'
import {
  type Answer,
  facesShown,
  findPercents,
  normalise,
  readConsent,
  readCount,
  readNumber,
  readPercent,
  readSatisfaction,
  readYesNo,
} from '../../src/language/index.ts'

describe('shares', () => {
  const table: readonly (readonly [string, number])[] = [
    ['三成', 30],
    ['三成五', 35],
    ['百分之三十', 30],
    ['百分之百', 100],
    ['30%', 30],
    ['３０％', 30],
    ['12.5%', 12.5],
    ['三个点', 3],
    ['1.5个百分点', 1.5],
    ['千分之五', 0.5],
    ['款付了一半', 50],
    ['四分之一', 25],
  ]
  test.each(table)('%s → %d', (text, expected) => {
    expect(readPercent(text)).toMatchObject({ kind: 'value', value: expected })
  })
  test.each(['成交了', '三点钟', '一大半'])('%s is none', (text) => {
    expect(readPercent(text)).toEqual({ kind: 'none' })
  })
  test('a bare number counts only where a share was asked for', () => {
    expect(readPercent('30')).toEqual({ kind: 'none' })
    expect(readPercent('30', { bare: true })).toMatchObject({ kind: 'value', value: 30 })
  })
  test('all shares of a sentence are found', () => {
    expect(
      findPercents('预付30%，质保金百分之五').map((one) => one.kind === 'value' && one.value),
    ).toEqual([30, 5])
  })
})

describe('numbers and counts', () => {
  test('a range is none', () => {
    expect(readNumber('3到5')).toEqual({ kind: 'none' })
  })
  test('a count is whole and not negative', () => {
    expect(readCount('三十二台')).toMatchObject({ value: 32 })
    expect(readCount('两份半')).toMatchObject({ kind: 'ambiguous' })
    expect(readCount('-3')).toEqual({ kind: 'none' })
    expect(readCount('1.5')).toEqual({ kind: 'none' })
  })
})

describe('satisfaction', () => {
  const table: readonly (readonly [string, number])[] = [
    ['5分', 5],
    ['打了四分', 4],
    ['满意度3', 3],
    ['满意度：4分', 4],
    ['★★★★', 4],
    ['⭐⭐⭐', 3],
    ['★★★☆☆', 3],
    ['五星', 5],
    ['三颗星', 3],
    ['很满意', 5],
    ['非常满意', 5],
    ['满意', 4],
    ['比较满意', 4],
    ['一般', 3],
    ['还行', 3],
    ['基本满意', 3],
    ['不满意', 2],
    ['不太满意', 2],
    ['很不满意', 1],
    ['非常不满意', 1],
    ['满分', 5],
  ]
  test.each(table)('%s → %d', (text, expected) => {
    expect(readSatisfaction(text)).toMatchObject({ kind: 'value', value: expected })
  })
  test('a bare number counts only where a score was asked for, and only from 1 to 5', () => {
    expect(readSatisfaction('5')).toEqual({ kind: 'none' })
    expect(readSatisfaction('5', { bare: true })).toMatchObject({ value: 5 })
    expect(readSatisfaction('6', { bare: true })).toMatchObject({ kind: 'impossible' })
    expect(readSatisfaction('8分')).toMatchObject({ kind: 'impossible' })
  })
})

describe('yes, no, unsure', () => {
  const words = (text: string): string[] => text.split(/[、\s]+/).filter((word) => word !== '')
  const table: readonly (readonly [Answer, readonly string[]])[] = [
    [
      'yes',
      words(`对、对的、对头、对滴、对对对、对没错、没错、没错没错、没错的、是、是的、是滴、是呢、是呀、是啊、是是、是这样、是这样的、就是、就是这样
        就是它、是这个、不错、正确、准确、完全正确、一点没错、嗯、嗯嗯、嗯嗯嗯、嗯呢、嗯对、嗯好、恩恩、哦、哦哦、哦对、噢、好、好的、好滴、好哒
        好嘞、好了、好吧、好好好、行、行吧、行的、行行、中、中中、可以、可以的、可以啊、可、阔以、成、要得、得嘞、同意、确认、确认！、确定
        提交、没问题、没问题的、木问题、没毛病、没的说、无误、属实、确实、确实如此、的确、当然、必须的、OK、ok、okk、okay、欧克、YES、yep、y、√、✓、✔、✅
        👌、👍、👍👍、👍🏻、🆗、💯、[OK]、[强]、[强][强]、[好的]、［强］、好的[微笑]、嗯嗯[抱拳]、好的🙏、就这样、就这样吧、就这么办、可不、可不是、妥、妥妥的
        好使、报吧、记吧、对，没错、是的，对、嗯，是的、有、有的、收到了、到账了、需要、办好了、搞定了`),
    ],
    [
      'no',
      words(`不、不不、不不不、不是、不是的、不是呀、不是滴、不对、不对头、不对不对、不行、不可以、不能、不要、不用、不用了、不必、不同意、不中、不成、不妥
        不确认、否、非也、错、错了、有误、不属实、不正确、no、nope、n、×、❌、👎、[弱]、[NO]、别、甭、甭了、甭报了、算了、拒绝、免了、拉倒、拉倒吧、不报了
        没、没有、没有啊、没有的、没有呢、木有、么有、没得、还没、还没呢、还没有、还没弄、还没弄呢、还没弄好、没弄、还没办、没办呢、还没办完、还没签、还没付款呢
        没收到、还没收到、未收到、未到、尚未、还没到账、还没开始、还没下来、暂时没有、目前还没、都没有、无`).filter(
        (one) => !['还没付款呢', '目前还没'].includes(one),
      ),
    ],
    [
      'unsure',
      words(`不知道、不知道啊、我不知道、俺不知道、我也不知道、还不知道、不太知道、不清楚、不太清楚、不大清楚、不是很清楚、还不清楚、说不好、说不准、说不清、不好说、不确定
        不太确定、还不确定、不一定、不记得、记不清了、记不得了、忘了、忘记了、想不起来了、没印象、没注意、不了解、不晓得、搞不清楚、拿不准、吃不准、难说、不敢说、可能吧
        可能是、也许吧、大概、大概吧、或许、应该是吧、应该是、应该吧、应该对、好像是、好像是吧、估计是、差不多吧、得问问财务、我问一下、我去问问、等我查一下、再说、再说吧、待定、谁知道呢`),
    ],
  ]
  for (const [answer, texts] of table) {
    test.each(texts)(`%s is ${answer}`, (text) => {
      expect(readYesNo(text)).toMatchObject({ kind: 'value', value: answer })
    })
  }
  test.each(
    words(
      '对方说没有收到款、不是12号、对了还有一件事、合同签了、好像是12号、[微笑]、🙂、不满意、是宏达公司、行政楼、中学、可以报销吗、。。。',
    ),
  )('%s is no answer', (text) => {
    expect(readYesNo(text)).toEqual({ kind: 'none' })
  })

  test('having something agrees to nothing', () => {
    for (const text of words('有、有的、收到、收到了、没有、还没、1、0、需要'))
      expect(readConsent(text)).toEqual({ kind: 'none' })
    expect(readConsent('没毛病')).toMatchObject({ value: 'yes' })
    expect(readConsent('甭')).toMatchObject({ value: 'no' })
    expect(readConsent('应该是吧')).toMatchObject({ value: 'unsure' })
  })
})

test('WeCom’s faces are pictures, other words in brackets stay', () => {
  expect(facesShown('好的[抱拳]，[OK]')).toBe('好的🙏，👌')
  expect(facesShown('[合同]签了[微笑]')).toBe('[合同]签了🙂')
  const normal = normalise('签了[微笑]好')
  expect(normal.text).toBe('签了🙂好')
  expect(normal.place({ from: 2, to: 4 })).toEqual({ from: 2, to: 6 })
})

test('normalising keeps the way back to every original character', () => {
  const normal = normalise('Ａ\u200b合同①號')
  expect(normal.text).toBe('a合同1号')
  expect(normal.place({ from: 4, to: 5 })).toEqual({ from: 5, to: 6 })
  expect(normal.place({ from: 0, to: 5 })).toEqual({ from: 0, to: 6 })
})

import { expect, test } from 'vitest'
import { createNameIndex } from '../../src/language/index.ts'
import { asSomebodyWritesIt, chance, officeNames } from './name-noise.ts'

const NAMES = [
  '焦作市第一中学教学楼改造工程',
  '焦作市第二中学操场塑胶跑道项目',
  '焦作市第一中学食堂设备采购项目',
  '第二人民医院CT机采购项目',
  '焦作市财政局打印机采购',
  '焦作市教育局空调采购',
  '实验小学课桌椅采购项目',
  '焦作市第十一中学教学楼工程',
]
const index = createNameIndex(
  NAMES.map((name, i) => ({ id: String(i), names: [name], codes: [`焦财磋商采购-2026-11${i}`] })),
)

test.each([
  ['一中教学楼', 0],
  ['第一中学教学楼', 0],
  ['1中教学楼', 0],
  ['一钟较学楼', 0],
  ['改造教学楼一中', 0],
  ['十一中教学楼', 7],
  ['二中', 1],
  ['操场跑道', 1],
  ['食堂', 2],
  ['二院', 3],
  ['二院ＣＴ', 3],
  ['财政局', 4],
  ['打印机', 4],
  ['打印鸡', 4],
  ['实小桌椅', 6],
  ['焦作市第一中学教学楼改造工程', 0],
])('%s surely means name %d', (said, at) => {
  const { level, matches } = index.find(said)
  expect(matches[0]?.name).toBe(NAMES[at])
  expect(level).toBe('sure')
})

test.each(['一中', '教学楼', '市局', '焦作市'])('%s is a choice between several', (said) => {
  const { level, matches } = index.find(said)
  expect(level).toBe('choice')
  expect(matches.length).toBeGreaterThan(1)
})

test.each(['火箭发射', '合同', '公安局', '三中教学楼', '', '。。。', '😀'])(
  '%s is nothing in this office, and never silently taken for something',
  (said) => {
    expect(index.find(said).level).toBe('unknown')
  },
)

test('a code in the text wins over every name, also when only its year and number are said', () => {
  for (const said of [
    '焦财磋商采购-2026-113的教学楼',
    '焦财磋商采购 ２０２６-１１３',
    '2026-113',
  ]) {
    const { level, matches } = index.find(said)
    expect(matches).toHaveLength(1)
    expect(matches[0]).toMatchObject({ id: '3', score: 1, rule: 'name.code' })
    expect(level).toBe('sure')
  }
})

test('what a person may not see is not offered, not even by code', () => {
  const among = new Set(['1', '2'])
  expect(index.find('教学楼', { among }).matches.map((one) => one.id)).not.toContain('0')
  expect(
    index.find('焦财磋商采购-2026-110', { among }).matches.map((one) => one.rule),
  ).not.toContain('name.code')
  expect(index.find('一中', { among: (id) => id === '2' })).toMatchObject({ level: 'sure' })
})

test('an alias counts like the name, and the official name is the first', () => {
  const aliased = createNameIndex([{ id: 'x', names: ['河南宏达建设有限公司', '老宏达'] }])
  expect(aliased.find('老宏达')).toMatchObject({ level: 'sure', matches: [{ rule: 'name.exact' }] })
  expect(aliased.nameOf('x')).toBe('河南宏达建设有限公司')
})

test('the matched words are pointed at in the text as it was written', () => {
  const said = '那个《一中教学楼》'
  const span = index.find(said).matches[0]?.span
  expect(span && said.slice(span.from, span.to)).toContain('一中教学楼')
})

test('of 5,000 names the right one comes first for abbreviated, misspelt and reordered ones', () => {
  const names = officeNames(5000, 7)
  const large = createNameIndex(names)
  large.find('一中教学楼')
  const pick = chance(3)
  const tried = 600
  const times: number[] = []
  let first = 0
  let third = 0
  let wronglySure = 0
  const cpu = process.cpuUsage()
  for (let i = 0; i < tried; i++) {
    const one = names[pick(names.length)] ?? { id: '', names: [''] }
    const said = asSomebodyWritesIt(one.names[0] ?? '', pick)
    const started = performance.now()
    const { level, matches } = large.find(said)
    times.push(performance.now() - started)
    const place = matches.findIndex((match) => match.id === one.id)
    if (place === 0) first++
    if (place >= 0 && place < 3) third++
    if (level === 'sure' && place !== 0) wronglySure++
  }
  const { user } = process.cpuUsage(cpu)
  const p95 = times.sort((a, b) => a - b)[Math.floor(tried * 0.95)] ?? 0
  process.stdout.write(
    `names: 5,000, right first ${((100 * first) / tried).toFixed(1)} %, within three ${((100 * third) / tried).toFixed(1)} %, p95 ${p95.toFixed(1)} ms\n`,
  )
  expect(first / tried).toBeGreaterThanOrEqual(0.95)
  expect(third / tried).toBeGreaterThanOrEqual(0.98)
  expect(wronglySure / tried).toBeLessThan(0.005)
  // Processor time, not the wall's: the suite runs many files at once.
  expect(user / 1000 / tried).toBeLessThan(10)
})

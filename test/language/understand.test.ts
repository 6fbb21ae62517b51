import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import {
  type Asked,
  createNameIndex,
  INTENTS,
  loadUnderstanding,
  understand,
  understandingJson,
} from '../../src/language/index.ts'

interface Sentence {
  readonly text: string
  readonly context?: string
  readonly frames: readonly Record<string, unknown>[]
}

const sentences: Sentence[] = JSON.parse(
  readFileSync(new URL('../vectors/clerk-sentences.json', import.meta.url), 'utf8'),
)
const lexicons = loadUnderstanding()
/** A Tuesday. */
const today = day('2026-09-08')

function asked(context: string | undefined): { context?: Asked } {
  const [key, slot] = (context ?? '').split(':')
  const intent = INTENTS.find((one) => one === key)
  return intent && slot ? { context: { intent, slot } } : {}
}

describe('what clerks write', () => {
  for (const { text, context, frames } of sentences) {
    test(context ? `${text} (${context})` : text, () => {
      const understood = understandingJson(understand(text, { today, lexicons, ...asked(context) }))
      expect(understood).toEqual({ text, frames })
    })
  }
})

test('every reason points at characters of the message as it was written', () => {
  for (const { text, context } of sentences) {
    const { frames } = understand(text, { today, lexicons, ...asked(context) })
    for (const { because } of frames) {
      for (const { from, to, text: words } of because) expect(text.slice(from, to)).toBe(words)
    }
  }
})

test('--explain names the rule of every slot', () => {
  const { frames } = understandingJson(
    understand('一中教学楼的合同昨天签了，318万', { today, lexicons }),
    { explain: true },
  )
  expect(frames[0]?.because).toEqual([
    { rule: 'event.CONTRACT_SIGNED', from: 6, to: 11, text: '合同昨天签' },
    { rule: 'date.relative-day', from: 8, to: 10, text: '昨天' },
    { rule: 'money.sum', from: 13, to: 17, text: '318万' },
    { rule: 'project.words', from: 0, to: 5, text: '一中教学楼' },
  ])
})

describe('with the names a person may see', () => {
  const project = createNameIndex([
    { id: '焦财磋商采购-2026-118', names: ['焦作市第一中学教学楼改造工程'] },
    { id: '焦财磋商采购-2026-119', names: ['焦作市第一中学食堂设备采购项目'] },
    { id: '焦财磋商采购-2026-120', names: ['焦作市第二中学操场塑胶跑道项目'] },
  ])
  const party = createNameIndex([{ id: 'p1', names: ['河南宏达建设有限公司', '宏达建设'] }])
  const unit = createNameIndex([{ id: 'u1', names: ['焦作市教育局', '市教育局'] }])
  const names = { project, party, unit }
  const first = (text: string) =>
    understandingJson(understand(text, { today, lexicons, names })).frames[0]

  test('the project is matched and its code added', () => {
    expect(first('一中教学楼的合同昨天签了，318万')).toMatchObject({
      project: '一中教学楼',
      projectCode: '焦财磋商采购-2026-118',
    })
  })
  test('several projects leave the choice to the person', () => {
    const frame = first('一中的合同签了')
    expect(frame).toMatchObject({ project: '一中', ambiguous: ['project'] })
    expect(frame).not.toHaveProperty('projectCode')
  })
  test('a project that is not in the office is never silently taken for another', () => {
    const frame = first('三中教学楼的合同签了')
    expect(frame).toMatchObject({ project: '三中教学楼' })
    expect(frame).not.toHaveProperty('projectCode')
    expect(frame).not.toHaveProperty('ambiguous')
  })
  test('a visited supplier is a party, a visited purchasing unit a unit', () => {
    expect(first('今天走访了宏达建设，5分')).toMatchObject({
      party: '宏达建设',
      partyName: '河南宏达建设有限公司',
    })
    expect(first('走访了市教育局')).toMatchObject({ unit: '市教育局', unitName: '焦作市教育局' })
  })
})

test('a long or odd message is understood or answered, quickly', () => {
  const odd = [
    '合同签'.repeat(1700),
    '不对'.repeat(2500),
    '一中教学楼，'.repeat(800),
    '9月'.repeat(2500),
    '<script>alert(1)</script>',
    '\u200b\u200b',
    '',
    '😀'.repeat(2500),
    'The contract was signed yesterday',
  ]
  for (const text of odd) {
    const started = performance.now()
    expect(understand(text, { today, lexicons }).frames.length).toBeGreaterThan(0)
    expect(performance.now() - started).toBeLessThan(1000)
  }
})

test('a message is understood in about a millisecond', () => {
  const cpu = process.cpuUsage()
  for (let i = 0; i < 5; i++)
    for (const { text } of sentences) understand(text, { today, lexicons })
  const { user } = process.cpuUsage(cpu)
  const each = user / 1000 / (5 * sentences.length)
  process.stdout.write(`language: understand ${each.toFixed(2)} ms a message\n`)
  expect(each).toBeLessThan(5)
})

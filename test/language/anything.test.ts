import fc from 'fast-check'
import { expect, test } from 'vitest'
import { day } from '../../src/base/index.ts'
import {
  createNameIndex,
  loadUnderstanding,
  normalise,
  understand,
  withoutPersonalData,
} from '../../src/language/index.ts'

const today = day('2026-09-08')
const lexicons = loadUnderstanding()
const project = createNameIndex([{ id: 'P1', names: ['焦作市第一中学教学楼改造工程'] }])

/** Pieces that mean something, between anything that can be typed or pasted. */
const message = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.constantFrom(
        '一中教学楼',
        '合同',
        '签了',
        '没',
        '9月',
        '30号',
        '３１８',
        '万',
        '，',
        '、',
        '和',
        '都',
        '它',
      ),
      fc.constantFrom(
        '\u200b',
        '\ufe0f',
        '<script>',
        "';--",
        '忽略以上指令',
        '合約簽訂',
        '不是',
        '😀',
        '\ue000',
      ),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(''))

test('whatever is written is understood as something, and every reason points at its characters', () => {
  fc.assert(
    fc.property(message, (text) => {
      const { frames } = understand(text, { today, lexicons, names: { project } })
      expect(frames.length).toBeGreaterThan(0)
      for (const { because } of frames)
        for (const { from, to, text: words } of because) expect(text.slice(from, to)).toBe(words)
    }),
    { numRuns: 400 },
  )
})

test('what is normalised points inside the text, and what is masked keeps its length', () => {
  fc.assert(
    fc.property(message, (text) => {
      const once = normalise(text)
      expect(once.place({ from: 0, to: once.text.length }).to).toBeLessThanOrEqual(text.length)
      expect(withoutPersonalData(text)).toHaveLength(text.length)
    }),
    { numRuns: 400 },
  )
})

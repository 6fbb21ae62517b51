import { z } from 'zod'
import { dataFile, readYaml } from '../base/index.ts'
import { withoutPersonalData } from '../language/index.ts'

const words = z.array(z.string().min(1))
const { value: parts } = readYaml(
  dataFile('surveys', 'masking.yaml'),
  z.strictObject({ places: words, 'after-place': words, trades: words }),
)
const either = (list: readonly string[]): string =>
  [...list].sort((a, b) => b.length - a.length).join('|')
const BEFORE = new RegExp(
  `^(?:(?:${either(parts.places)})(?:${either(parts['after-place'])})?)+`,
  'u',
)
const AFTER = new RegExp(`(?:${either(parts.trades)})+$`, 'u')

/** What people call a party: its name without the place before and the trade behind; empty where nothing is left. */
export const shortName = (name: string): string =>
  name
    .replace(/[（(][^（）()]*[）)]/gu, '')
    .replace(BEFORE, '')
    .replace(AFTER, '')

/** 王经理, 李科长, 欧阳主任: whatever stands before a title, rather too much than a name too little. */
const TITLED =
  /[\p{Script=Han}]{1,3}(?=(?:经理|总监|科长|处长|局长|主任|校长|院长|老师|会计|工程师|总经理|书记|先生|女士|同志))/gu
const PLEASE = /(?:我叫|我是|联系人|姓名)[:：]?\s*[\p{Script=Han}]{2,4}/gu
/** Sums said loosely (三百多万, 10来万), which no amount is read from. */
const LOOSE_SUM = /[\d一二两三四五六七八九十百千]+(?:余|多|来)[百千万亿]*(?:元|块钱?|圆|万|亿)/gu

/** Longest first, so that a name inside another leaves nothing over. */
const byLength = (names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => [...name].length >= 2).sort((a, b) => b.length - a.length)

/**
 * A free text without what tells who wrote it: names of parties and projects, people, phones, sums. Stricter than
 * what is hidden in a list of misunderstood messages: not even the length of what was taken out is left.
 */
export function masked(text: string, names: readonly string[]): string {
  const named = byLength(names).reduce((left, name) => left.replaceAll(name, MASK), text)
  const unsigned = [PLEASE, TITLED, LOOSE_SUM].reduce(
    (left, pattern) => left.replace(pattern, MASK),
    named,
  )
  return withoutPersonalData(unsigned).replace(/＊+/gu, MASK)
}

/** What stands for what was taken out. */
export const MASK = '＊＊'

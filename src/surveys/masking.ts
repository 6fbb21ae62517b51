const SUM =
  /[\d０-９][\d０-９,，.．]*\s*(?:余|多|来)?\s*(?:百|千|万|亿)*\s*(?:余|多)?\s*(?:元|块钱?|圆|万|亿)/gu
const CHINESE_SUM =
  /[一二两三四五六七八九十百千万亿零壹贰叁肆伍陆柒捌玖拾佰仟]{2,}\s*(?:元|块钱?|圆)/gu
const NUMBER = /[\d０-９][\d０-９\s-]{5,}[\d０-９]/gu
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu
/** 王经理, 李科长, 欧阳主任: a name before a title. */
const TITLED =
  /[\p{Script=Han}]{1,3}(?=(?:经理|总监|科长|处长|局长|主任|校长|院长|老师|会计|工程师|总经理|书记|先生|女士|同志))/gu
const PLEASE = /(?:我叫|我是|联系人|姓名)[:：]?\s*[\p{Script=Han}]{2,4}/gu

/** Longest first, so that a name inside another leaves nothing over. */
const byLength = (names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => [...name].length >= 2).sort((a, b) => b.length - a.length)

/** A free text without what tells who wrote it: names of parties and projects, people, phones, sums. */
export function masked(text: string, names: readonly string[]): string {
  const named = byLength(names).reduce((left, name) => left.replaceAll(name, MASK), text)
  return [MAIL, SUM, CHINESE_SUM, NUMBER, PLEASE, TITLED].reduce(
    (left, pattern) => left.replace(pattern, MASK),
    named,
  )
}

/** What stands for what was taken out. */
export const MASK = '＊＊'

import { moneyIn } from './money.ts'
import { normalise } from './normalise.ts'
import type { Span } from './reading.ts'

/** What stands for each hidden character. */
const HIDDEN = '＊'
const SURNAMES =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'
const TITLES =
  '老师|科长|局长|主任|经理|院长|校长|书记|所长|处长|会计|出纳|先生|女士|师傅|工程师|总|姐|哥|工'
const PERSONAL: readonly RegExp[] = [
  // Phones, accounts, identity cards, codes: also with spaces or dashes, also in Chinese digits.
  /[a-z]{0,4}\d[\d\s-]{3,}\d[x]?/g,
  /[〇零一二两三四五六七八九幺]{5,}/g,
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g,
  /https?:\/\/[^\s\p{Script=Han}]+/gu,
  new RegExp(`[${SURNAMES}]\\p{Script=Han}{0,2}?(?=${TITLES})`, 'gu'),
  new RegExp(
    `(?<=我是|我叫|名叫|名字是|姓名[是:：]?|联系人[是:：]?|负责人[是:：]?|找)[${SURNAMES}]\\p{Script=Han}{1,2}`,
    'gu',
  ),
]

/**
 * The words of a message with what is personal hidden: phones and other long numbers, sums, addresses, persons'
 * names by their titles or introductions, and every one of `names`. For lists that people look through.
 */
export function withoutPersonalData(text: string, names: readonly string[] = []): string {
  const normal = normalise(text)
  const spans: Span[] = [
    ...moneyIn(normal.text, { loose: false }).map((one) => one.span),
    ...PERSONAL.flatMap((pattern) => [...normal.text.matchAll(pattern)].map(spanOf)),
    ...names.flatMap((name) => placesOf(normal.text, normalise(name).text)),
  ]
  const isHidden = new Uint8Array(text.length)
  for (const span of spans) {
    const { from, to } = normal.place(span)
    isHidden.fill(1, from, to)
  }
  return [...Array(text.length).keys()].map((at) => (isHidden[at] ? HIDDEN : text[at])).join('')
}

const spanOf = (match: RegExpExecArray): Span => ({
  from: match.index,
  to: match.index + match[0].length,
})

function placesOf(text: string, name: string): Span[] {
  const found: Span[] = []
  if (name.length < 2) return found
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    found.push({ from: at, to: at + name.length })
  return found
}

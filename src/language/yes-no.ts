import { normalise } from './normalise.ts'
import { NONE, type Reading } from './reading.ts'

/** An answer to a question that can be answered with yes or no. */
export type Answer = 'yes' | 'no' | 'unsure'

const anyOf = (...words: readonly string[]): RegExp => new RegExp(`^(?:${words.join('|')})$`, 'u')

const UNSURE = anyOf(
  '我?(?:也|还|真|俺)*不(?:太|大|是很|怎么|咋)?(?:清楚|知道|确定|好说|记得|了解|晓得|敢说|一定|肯定|详)',
  '说不(?:好|准|清|定|上来)|(?:搞|弄|拿|吃|保|记|闹)不(?:清|准|得|住|清楚|明白)',
  '没(?:注意|印象|把握|问|准)|难说|忘了?|忘记了?|忘了?问|想不起来?',
  '可能(?:是|对|有)?吧?|也许|大概(?:是|对|有)?|或许|应该(?:是|对|没错|有|可以)?的?吧?|好像(?:是|对|有)?|估计(?:是|对)?|差不多',
  '我?(?:先|再)?(?:得|要|去)?(?:问|查|看|核实|确认)(?:问|查|看|一下).*|等我?(?:问|查|看|核实).*|再说|待定|未知|谁知道',
)
/** Agreeing to what was said; it may confirm. */
const AGREED = anyOf(
  '对+[的头滴哒]?|对对+|对?没错|没错+|是+[的滴哒]?|是这样[的子]?|就是(?:这样|它|这个)?|是(?:它|这个)|不错|正确|准确|完全正确|一点没错',
  '[嗯恩]+[对好是行可]?|唔+|[哦噢喔]+[对好是行]?|好+[的滴哒嘞了咧]?|好好+|行+的?|中+|可以的?|可|阔以|成|管|要得|得嘞',
  '同意|同意提交|确认|确定|提交|没问题|木问题|么问题|冇问题|没毛病|没的说|没说的|无误|属实|确实(?:是|如此)?|的确',
  '当然|必须的?|ok+|okay|欧克|欧了|yes|yep|yeah|y|√|✓|✔|☑|✅|👌|👍|🆗|💯|就这样|就这么(?:着|办|报)|可不是?|那是|妥+的?|好使|报吧|记吧|交吧',
)
const REFUSED = anyOf(
  '不+|不是[的滴哒]?|不对头?|不行|不可以?|不能|不要|不用|不必|不同意|不中|不成|不妥|不确认|不提交|否|非|非也|错|错了|有误|不属实|不正确|不准确',
  'no|nope|nono|n|×|✗|❌|👎|🙅|🙅‍♀|🙅‍♂|别|别提交|甭|甭报|甭提交|算了|拒绝|免了|拉倒|不报|先不报',
)
/** Whether there is something, or it has happened: 「收到了」, 「还没」. */
const HAS = anyOf(
  '能|要|需要|有|有的|有过|已?收到|收到了|都?到了?|到账了?|已到账|办了|已办|办好|弄好|弄了|搞定|1',
)
const LACKS = anyOf('没+|没有|没有的|没有过|木有|么有|冇|没得|无|尚未|未|0|不需要|从来没有?')
const NOT_YET = anyOf(
  '(?:目前|暂时|现在|我们|这边)?(?:还|都|尚|也)?(?:没有?|未)(?:办|弄|搞|做|签|付|到账?|验|发|送|开|批|下来|备|报|交|给|收到?|完|好|成|开始|结束|进行|落实|动)?[好完成到了]?',
)

/** Order matters: 「不知道」 is not a no, 「没错」 not one either. */
const CONSENT: readonly (readonly [Answer, RegExp])[] = [
  ['unsure', UNSURE],
  ['yes', AGREED],
  ['no', REFUSED],
]
const ANSWERS: readonly (readonly [Answer, RegExp])[] = [
  ...CONSENT,
  ['yes', HAS],
  ['no', LACKS],
  ['no', NOT_YET],
]
const TAIL = /[\s,，。.!?、~～啊呀哦噢嘛吧的了呢哈哇咧哪呐]+$/u
/** Skin colours, and pictures that say nothing by themselves, beside those that do. */
const MUTE = /[\u{1f3fb}-\u{1f3ff}\ufe0f]|(?![👌👍🆗💯✅❌👎🙅])\p{Extended_Pictographic}/gu

function readAmong(text: string, answers: readonly (readonly [Answer, RegExp])[]): Reading<Answer> {
  const normal = normalise(text)
  const full = normal.text
    .replace(MUTE, (one) => (/[\d*#√✓✔☑×✗]/.test(one) ? one : ''))
    .trim()
    .replace(/[\s,，。.!?、~～]+$/u, '')
  const bare = full.replace(TAIL, '')
  const joined = bare.replace(/[\s,，。.!、~～]+/gu, '')
  const single = /^(.+?)\1+$/u.exec(joined)?.[1] ?? joined
  for (const words of [full, bare, joined, single]) {
    for (const [value, pattern] of answers) {
      if (!pattern.test(words)) continue
      const span = normal.place({ from: 0, to: normal.text.length })
      return { kind: 'value', value, span, rule: `answer.${value}` }
    }
  }
  // 「是的，对」: every piece says the same.
  const pieces = bare.split(/[\s,，。.!、~～]+/u).filter((piece) => piece !== '')
  const said = pieces.map(
    (piece) => answers.find(([, one]) => one.test(piece) || one.test(piece.replace(TAIL, '')))?.[0],
  )
  const [value] = said
  if (value === undefined || pieces.length < 2 || said.some((one) => one !== value)) return NONE
  const span = normal.place({ from: 0, to: normal.text.length })
  return { kind: 'value', value, span, rule: `answer.${value}` }
}

/** Yes, no or unsure where the whole text is such an answer; everything longer is none. */
export function readYesNo(text: string): Reading<Answer> {
  return readAmong(text, ANSWERS)
}

/**
 * The same for the question whether something is right and shall be done: 「有」 and 「收到」 say nothing of that.
 */
export function readConsent(text: string): Reading<Answer> {
  return readAmong(text, CONSENT)
}

/** 「还没弄呢」, 「目前还没办」: what was asked about has not happened. */
export function isNotYet(text: string): boolean {
  return readAmong(text, [['no', NOT_YET]]).kind === 'value'
}

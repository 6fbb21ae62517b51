import { normalise } from './normalise.ts'
import { NONE, type Reading } from './reading.ts'

/** An answer to a question that can be answered with yes or no. */
export type Answer = 'yes' | 'no' | 'unsure'

/** A whole short answer, particles folded away. Order matters: 「不知道」 is not a no, 「没错」 not one either. */
const ANSWERS: readonly (readonly [Answer, RegExp])[] = [
  [
    'unsure',
    /^(?:不(?:太|大|是很)?(?:清楚|知道|确定|好说|记得|了解)|说不(?:好|准|清)|没(?:注意|印象)|记不(?:清|得)|不敢说|可能吧?|也许|大概|或许|应该是?吧?|好像是?|我?(?:得)?(?:问|查|看)(?:问|查|看|一下).*|不一定|再说|待定|未知|不详)$/,
  ],
  [
    'yes',
    /^(?:对+|是+|是的|是这样|没错|不错|正确|准确|嗯+|恩+|唔|哦?对|好+|好的|好嘞|行|行的|中|可以|可|能|要|需要|有|有的|有过|已?收到|收到了|到了|到账了?|都?到了|同意|确认|确定|提交|没问题|无误|属实|当然|必须|ok|okay|yes|y|1|√|✓|✔|👌|👍|就这样|就是|可不|那是|成|妥|没毛病)$/u,
  ],
  [
    'no',
    /^(?:不+|不是|不对|不行|不可以|不能|不要|不用|不需要|不必|不同意|没+|没有|没有过|没收到|还没|还没有|尚未|未|没到|未到|未收到|还没收到|没呢|还没呢|否|非|错|错了|有误|不属实|无|no|n|0|×|✗|❌|👎|别|算了|拒绝)$/u,
  ],
]
const TAIL = /[\s,，。.!?、~～啊呀哦噢嘛吧的了呢哈哇咧]+$/u

/** Yes, no or unsure where the whole text is such an answer; everything longer is none. */
export function readYesNo(text: string): Reading<Answer> {
  const normal = normalise(text)
  const full = normal.text.trim().replace(/[\s,，。.!?、~～]+$/u, '')
  const bare = full.replace(TAIL, '')
  for (const words of [full, bare]) {
    for (const [value, pattern] of ANSWERS) {
      if (!pattern.test(words)) continue
      const span = normal.place({ from: 0, to: normal.text.length })
      return { kind: 'value', value, span, rule: `answer.${value}` }
    }
  }
  return NONE
}

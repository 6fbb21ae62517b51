import type { Context, Frame, Understanding } from '../dialogue/index.ts'
import type { ReportDuty } from '../duties/index.ts'
import { compilePhrases, normalise, phrasesIn } from '../language/index.ts'
import type { ActionTurn } from './action.ts'
import { isWhole } from './comprehension.ts'
import { reportsNow } from './kinds-duty.ts'

/** What opens the conversation about a yearly report. */
const REPORT = 'report-duty'

/** What a sentence about a report says that it is not: a question and a purchase are about something else. */
const REPLACED: readonly (string | undefined)[] = [undefined, 'report-832', 'report-problem']

/** Stands for the name of the nth duty: a character of no language. */
const mark = (n: number): string => String.fromCharCode(0xe000 + n)

/** The text with names of duties as marks: the 未 in 逾期未付 denies nothing. */
function marked(text: string, rules: readonly ReportDuty[]): string {
  const names = rules
    .flatMap(({ called }, n) => called.map((name) => ({ name, n })))
    .sort((a, b) => b.name.length - a.name.length)
  return names.reduce((all, { name, n }) => all.replaceAll(name, mark(n)), text)
}

/**
 * Adds what a message reports of the standing duties (「832填报了」「中小企业预留情况报了」): a name of the duty and
 * a word of reporting in one clause, told apart from denials, plans and questions like any other fact.
 */
export function withDuties(
  understood: Understanding,
  text: string,
  context: Context,
  { office, look }: Pick<ActionTurn, 'office' | 'look'>,
): Understanding {
  if (context.dialogue === REPORT)
    return {
      ...understood,
      // Bare answers are understood as the share and the day that 832 asks for.
      frames: understood.frames.map((frame) =>
        frame.intent === 'report-832' ? { ...frame, intent: REPORT } : frame,
      ),
    }
  if (context.free === 'words') return understood
  const said = office.matterWords.duties
  const rules = reportsNow(look)
  if (!rules.some(({ called }) => called.some((word) => text.includes(word)))) return understood
  const none = said['not-applicable'].find((word) => text.includes(word))
  const entries = rules.map(({ key }, n) => ({
    key,
    words: [...said.reported, ...said['not-applicable']].map((verb) => `${mark(n)} ${verb}`),
  }))
  const phrases = phrasesIn(marked(normalise(text).text, rules), compilePhrases(entries)).filter(
    ({ asked }) => !asked,
  )
  const told = [...new Map(phrases.map((phrase) => [phrase.key, phrase])).values()]
  if (told.length === 0) return understood
  const [values] = understood.frames
  const frames = told.map(
    ({ key, negated, planned }): Frame => ({
      intent: REPORT,
      slots: {
        duty: { key },
        ...(values?.slots.date !== undefined && { date: values.slots.date }),
        ...(values?.slots.percent !== undefined && { percent: values.slots.percent }),
        ...(none !== undefined && { why: text }),
      },
      text,
      ...(negated && none === undefined && { negated }),
      ...(planned && none === undefined && { planned }),
    }),
  )
  if (context.free && !frames.every(isWhole)) return understood
  // 「公开逾期未付款项了」 sounds like an unpaid contract.
  const isReplaced = ({ intent, negated }: Frame): boolean =>
    REPLACED.includes(intent) || (intent === 'report-payment' && negated === true)
  return { frames: [...understood.frames.filter((frame) => !isReplaced(frame)), ...frames] }
}

import type { Day } from '../base/index.ts'
import type { Command, Context, Frame, Understanding } from '../dialogue/index.ts'
import {
  type HolidayBreak,
  type Intent,
  type Lexicons,
  SAME_QUESTION,
  SMALL_TALK,
  UNSURE,
  understand,
} from '../language/index.ts'
import { isEventKind, mayLieAhead } from '../ledger/index.ts'
import { issueSaid } from './issue-said.ts'
import { nearestYear } from './nearest-year.ts'
import { THAT_ONE } from './that-one.ts'
import { wording } from './wording.ts'

/** Intents that are commands of the conversation rather than facts. */
const COMMANDS: Readonly<Partial<Record<Intent, Command>>> = {
  confirm: 'confirm',
  deny: 'deny',
  correct: 'correct',
  cancel: 'cancel',
  help: 'help',
}

/** What the dialogue's slots are called where a sentence is understood, by dialogue. */
const INTENT_OF: Readonly<Record<string, Intent>> = {
  'report-stage': 'report-stage',
  'visit-feedback': 'report-visit',
  'report-duty': 'report-832',
  'my-tasks': 'list-todos',
  'project-status': 'query-status',
  'explain-clock': 'query-status',
}

/** A question about a project that asks how its limits were counted: a conversation of its own. */
const EXPLAIN = 'explain-clock'
const HOW_COUNTED = wording.say('how-counted').split('、')

/** Intents whose 「那个」 is a project. */
const ABOUT_PROJECTS: readonly Intent[] = ['report-stage', 'report-payment', 'query-status']

/** What a sentence is understood by. */
export interface Comprehending {
  readonly today: Day
  readonly breaks: readonly HolidayBreak[]
  readonly lexicons: Lexicons
  /** The conversation that was last spoken in; asked only where a sentence takes up what was said there. */
  readonly lastConversation: () => Promise<string | undefined>
}

type Spoken = ReturnType<typeof understand>['frames'][number]

/**
 * A frame as the engine takes it: raw values by slot name, readings to choose from as `{candidates}`,
 * what there is no such thing of (2月30号, 9分) as `{impossible}` with its words.
 */
function frameOf(
  spoken: Spoken,
  text: string,
  moment: Pick<Comprehending, 'today' | 'breaks'>,
): Frame {
  const { intent, negated, planned, candidates, ambiguous, impossible, because, ...spokenValues } =
    spoken
  const { refers, ...values } = spokenValues
  const unclear = Object.fromEntries(
    (ambiguous ?? []).flatMap((key) => {
      const readings: readonly unknown[] | undefined = candidates?.[key as keyof typeof candidates]
      return readings ? [[key, { candidates: readings }]] : []
    }),
  )
  const said = (kind: string) => because.find(({ rule }) => rule.startsWith(`${kind}.`))?.text
  const wrong = Object.fromEntries(
    (impossible ?? []).flatMap((key) => {
      const words = said(key)
      return words === undefined ? [] : [[key, { impossible: words }]]
    }),
  )
  const day = values.date && said('date')
  const date = values.date && day ? { date: nearestYear(values.date, day, moment) } : {}
  const command = COMMANDS[intent]
  const back = refers === 'last' && ABOUT_PROJECTS.includes(intent)
  const asksHow = intent === 'query-status' && HOW_COUNTED.some((words) => text.includes(words))
  // Asked without a name, it is about the project spoken of last.
  const last = back || (asksHow && values.project === undefined)
  return {
    ...(command || intent === 'none' ? {} : { intent: asksHow ? EXPLAIN : intent }),
    slots:
      intent === 'answer-issue'
        ? issueSaid(text)
        : { ...values, ...(last && { project: THAT_ONE }), ...date, ...unclear, ...wrong },
    text,
    ...(negated && { negated }),
    // A deadline for bids is fixed beforehand: that it lies ahead makes it no plan.
    ...(planned && !isFixedAhead(values.event) && { planned }),
  }
}

const isFixedAhead = (event: string | undefined): boolean =>
  event !== undefined && isEventKind(event) && mayLieAhead(event)

/** Values that make a report whole where its conversation was not asked for. */
const WHOLE = 2

/** Intents whose facts are told by themselves, and those that are told in one conversation. */
const STAGES: readonly (string | undefined)[] = ['report-stage', 'report-payment']
const TOLD: readonly (string | undefined)[] = [...STAGES, 'report-visit']

/** Whether a frame tells the whole of something done, enough to be no mere part of a reason. */
export const isWhole = ({ slots, negated, planned }: Frame): boolean =>
  !negated && !planned && Object.keys(slots).length >= WHOLE

/** Whether it is of another kind than what is being told. */
const isOtherMatter = ({ intent }: Frame, own: Intent | undefined): boolean =>
  TOLD.includes(intent) && !(STAGES.includes(intent) && STAGES.includes(own))

/**
 * Where free words are asked for, a fact of another conversation in them is part of the words: 「协调一中尽快验收」
 * is a promise, no report. Questions stay what they are, and so does a whole other matter in place of a reason
 * (「832昨天填报了，预留15%」): its card is shown, and the reason is asked for again afterwards.
 */
const ownOnly =
  (own: Intent | undefined, free: Context['free']) =>
  (frame: Frame): Frame => {
    const { intent, ...unnamed } = frame
    const isQuestion = intent === 'list-todos' || intent === 'query-status'
    const isOther = free === 'reason' && isWhole(frame) && isOtherMatter(frame, own)
    return intent === own || isQuestion || isOther ? frame : unnamed
  }

/** What a sentence without a fact or a request is. */
function wordless({ intent, because }: Spoken): Command | undefined {
  if (intent !== 'none') return undefined
  const said = (name: string) => because.some(({ rule }) => rule === name)
  return said(SMALL_TALK) ? 'smalltalk' : said(UNSURE) ? 'unsure' : undefined
}

/** Whether a sentence is 「二中操场的呢？」: what was asked before, of another project. */
const asksTheSame = ({ because }: Spoken): boolean =>
  because.some(({ rule }) => rule === SAME_QUESTION)

/** What a sentence means at this point of a conversation. */
export async function comprehend(
  text: string,
  context: Context,
  { today, breaks, lexicons, lastConversation }: Comprehending,
): Promise<Understanding> {
  const intent = context.dialogue === undefined ? undefined : INTENT_OF[context.dialogue]
  const asked = intent && context.slot ? { intent, slot: context.slot } : undefined
  const { frames } = understand(text, { today, breaks, lexicons, ...(asked && { context: asked }) })
  const [first] = frames
  const command = first && (wordless(first) ?? COMMANDS[first.intent])
  const again = frames.some(asksTheSame) && (await lastConversation()) === EXPLAIN
  const all = frames
    .map((frame) => frameOf(frame, text, { today, breaks }))
    .map((frame) => (again ? { ...frame, intent: EXPLAIN } : frame))
  return {
    ...(command && { command }),
    frames: context.free ? all.map(ownOnly(intent, context.free)) : all,
  }
}

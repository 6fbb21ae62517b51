import type { Day } from '../base/index.ts'
import type { Command, Context, Frame, Understanding } from '../dialogue/index.ts'
import { type Intent, type Lexicons, understand } from '../language/index.ts'

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
  'my-tasks': 'list-todos',
  'project-status': 'query-status',
}

type Spoken = ReturnType<typeof understand>['frames'][number]

/** A frame as the engine takes it: raw values by slot name, readings to choose from as `{candidates}`. */
function frameOf(spoken: Spoken): Frame {
  const { intent, negated, planned, candidates, ambiguous, because: _, ...values } = spoken
  const unclear = Object.fromEntries(
    (ambiguous ?? []).flatMap((key) => {
      const readings: readonly unknown[] | undefined = candidates?.[key as keyof typeof candidates]
      return readings ? [[key, { candidates: readings }]] : []
    }),
  )
  const command = COMMANDS[intent]
  return {
    ...(command || intent === 'none' ? {} : { intent }),
    slots: { ...values, ...unclear },
    ...(negated && { negated }),
    ...(planned && { planned }),
  }
}

/** What a sentence means at this point of a conversation. */
export function comprehend(
  text: string,
  context: Context,
  { today, lexicons }: { readonly today: Day; readonly lexicons: Lexicons },
): Understanding {
  const intent = context.dialogue === undefined ? undefined : INTENT_OF[context.dialogue]
  const asked = intent && context.slot ? { intent, slot: context.slot } : undefined
  const { frames } = understand(text, { today, lexicons, ...(asked && { context: asked }) })
  const [first] = frames
  const command =
    first && first.intent === 'none' && first.because.some(({ rule }) => rule === 'small-talk')
      ? 'smalltalk'
      : first && COMMANDS[first.intent]
  return { ...(command && { command }), frames: frames.map(frameOf) }
}

import type { Context, Host, Reply, Understanding } from '../dialogue/index.ts'
import type { ActionTurn } from './action.ts'
import { recordActions, undoActions } from './actions.ts'
import { answers } from './answers.ts'
import { withCases } from './case-frames.ts'
import { comprehend } from './comprehension.ts'
import { withCredit } from './credit-frames.ts'
import { withDuties } from './duty-frames.ts'
import { handOutForm } from './form-handout.ts'
import { kinds } from './kinds.ts'
import { withLaidOpen } from './laid-open-list.ts'
import { learnedFrom } from './learning.ts'
import { withLinks } from './link-frames.ts'
import { lookupsOf } from './lookups.ts'
import { matterFrames } from './matter-frames.ts'
import { notes } from './notes.ts'
import type { Occasion, Office } from './office.ts'
import { rules } from './rules.ts'
import { suggestionsFor } from './suggestions.ts'
import { together } from './together.ts'
import { wording } from './wording.ts'

/** Minutes that a picture waits for somebody to say what it belongs to. */
export const PHOTO_HOLD_MINUTES = 30

function bound<T>(table: Readonly<Record<string, T>>, name: string): T {
  const entry = table[name]
  // Dialogue files load only when every name they use is bound.
  if (entry === undefined) throw new Error(`${name} is bound to nothing`)
  return entry
}

/** What the bureau's own words add to what was understood, one after another. */
function addedTo(
  understood: Understanding,
  text: string,
  context: Context,
  turn: ActionTurn,
): Understanding {
  return [withDuties, withCredit, withLinks, withCases, withLaidOpen].reduce(
    (so, withMore) => withMore(so, text, context, turn),
    understood,
  )
}

/** The domain as the dialogue engine sees it, for one message. */
export function hostOf(office: Office, occasion: Occasion): Host {
  const look = lookupsOf(office, occasion)
  const turn: ActionTurn = { office, occasion, look }
  return {
    understand: async (text, context) =>
      (await matterFrames(text, context, turn)) ??
      addedTo(
        await comprehend(text, context, { ...look, lexicons: office.understanding }),
        text,
        context,
        turn,
      ),
    read: (kind, from, asked, slots) => bound(kinds, kind).read(from, asked, slots, look),
    suggest: (kind, asked, slots) => suggestionsFor(kind, asked, slots, look),
    check: (rule, slot, slots, uses, besides) =>
      bound(rules, rule).judge(slots, slot, uses, { ...turn, besides }),
    act: async (action, slots, draft, later) => {
      const done = await bound(recordActions, action).act(slots, draft, { ...turn, later })
      if (done.kind === 'done') occasion.learned.push(...(await learnedFrom(slots, look, occasion)))
      return done
    },
    together: (all, work) => together(turn, all, work),
    undo: (action, submission, reason) => bound(undoActions, action).undo(submission, reason, turn),
    answer: (action, slots, page) => bound(answers, action)(slots, page, turn),
    note: (action, note) => bound(notes, action)(note, occasion),
    orphanPhoto: async (_photo, parked): Promise<Reply> => ({
      text: wording.say(parked.length > 0 ? 'photo-parked' : 'photo-held', {
        minutes: PHOTO_HOLD_MINUTES,
      }),
      buttons: [],
    }),
    form: (draft) => handOutForm(turn, draft),
    newId: () => office.entropy.bytes(9).toString('base64url'),
  }
}

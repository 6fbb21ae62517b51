import { wordingFile } from '../base/index.ts'
import {
  type BoundNames,
  type Context,
  type Dialogues,
  type Frame,
  type Host,
  loadDialogues,
  type Understanding,
} from '../dialogue/index.ts'
import { supplierActions } from './actions.ts'
import { supplierAnswers } from './answers.ts'
import { contactWords } from './contact-words.ts'
import { ownKinds } from './own-kinds.ts'
import type { CounterTurn } from './parts.ts'
import { wording } from './wording.ts'
import { spokenIn } from './words.ts'

/** Every name that a dialogue file for suppliers may use. */
export const supplierNames: BoundNames = {
  kinds: Object.fromEntries(Object.entries(ownKinds).map(([name, { fields }]) => [name, fields])),
  rules: {},
  actions: {
    ...Object.fromEntries(
      Object.entries(supplierActions).map(([name, { fillings }]) => [name, fillings]),
    ),
    'nothing-back': [],
  },
  answers: Object.keys(supplierAnswers),
  notes: ['give-contacts'],
  roles: ['party'],
}

/** The conversations with suppliers; what they do not say otherwise is said as to the office's own people. */
export function loadSupplierConversations(): Dialogues {
  return loadDialogues(
    wordingFile('dialogues', 'suppliers'),
    supplierNames,
    wordingFile('dialogues'),
  )
}

function bound<T>(table: Readonly<Record<string, T>>, name: string): T {
  const entry = table[name]
  // Dialogue files load only when every name they use is bound.
  if (entry === undefined) throw new Error(`${name} is bound to nothing`)
  return entry
}

/** What was asked last outside a conversation: the fact or issue of the newest menu. */
function askedLast({ customer }: CounterTurn): Readonly<Record<string, unknown>> {
  return customer.memory.menus.at(-1)?.about ?? {}
}

async function frameOf(text: string, turn: CounterTurn): Promise<Frame | 'thanks' | undefined> {
  const spoken = spokenIn(text, turn.parts.words)
  const last = askedLast(turn)
  if (!spoken) return undefined
  switch (spoken.kind) {
    case 'fact':
    case 'issue': {
      const about = last[spoken.kind]
      return {
        intent: `hear-${spoken.kind}`,
        slots: { word: spoken.word, ...(about !== undefined && { [spoken.kind]: about }) },
      }
    }
    case 'ask-help':
      return {
        intent: 'ask-help',
        slots: spoken.trouble === undefined ? {} : { trouble: spoken.trouble },
      }
    case 'surveys':
      // The question whether there is one is answered; where there is, it begins.
      return {
        intent: (await turn.own.surveys()).length > 0 ? 'answer-survey' : 'surveys',
        slots: {},
      }
    case 'thanks':
      return 'thanks'
    default:
      return { intent: spoken.kind, slots: {} }
  }
}

/** Where a value is asked for, words are an answer unless they ask for something else; free words always are. */
async function understand(
  text: string,
  context: Context,
  turn: CounterTurn,
): Promise<Understanding> {
  if (context.free) return { frames: [] }
  const frame = await frameOf(text, turn)
  if (frame === 'thanks') return { command: 'smalltalk', frames: [] }
  if (!frame) return { frames: [] }
  const answersHere = frame.intent === 'hear-fact' || frame.intent === 'hear-issue'
  return { frames: context.dialogue !== undefined && answersHere ? [] : [frame] }
}

/** The business as the dialogue engine sees it, for one message of one customer. */
export function supplierHost(turn: CounterTurn): Host {
  return {
    understand: (text, context) => understand(text, context, turn),
    read: (kind, from, _asked, slots) => bound(ownKinds, kind).read(from, turn, slots),
    suggest: async (kind) => ownKinds[kind]?.suggest(turn) ?? [],
    check: async () => ({ kind: 'ok' }),
    async act(action, slots, draft) {
      const done = await bound(supplierActions, action).act(slots, draft, turn)
      turn.own.forget()
      return done
    },
    together: async (_all, work) => {
      await work()
    },
    undo: async () => ({ kind: 'refused', filling: { reason: wording.say('stays') } }),
    answer: (action, slots) => bound(supplierAnswers, action)(slots, turn),
    note: async () => ({ seen: await contactWords(turn) }),
    orphanPhoto: async () => ({ text: turn.parts.dialogues.common.unsupported.other, buttons: [] }),
    // The page of the contract is the form here; the sentence that gives up names it.
    form: async () => undefined,
    newId: () => turn.parts.entropy.bytes(9).toString('base64url'),
  }
}

/** Texts about the customer for every sentence. */
export async function supplierFilling({ own }: CounterTurn): Promise<Record<string, string>> {
  const [first] = await own.contracts()
  return {
    'person.name': first?.view.party ?? '',
    'unit.name': first?.view.state.history.unit.name ?? '',
    'section.name': first?.view.state.history.unit.sectionName ?? wording.say('any-section'),
  }
}

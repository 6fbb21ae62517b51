import type { Option, Reading, Slots, Source } from '../dialogue/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { OwnContract, OwnIssue, OwnSurvey } from './own.ts'
import type { CounterTurn } from './parts.ts'
import { issueLabel } from './sayings.ts'

/** How something of the customer's own is read from what she said or tapped. */
export interface OwnKind {
  readonly fields: readonly string[]
  read(from: Source, turn: CounterTurn, slots: Slots): Promise<Reading>
  suggest(turn: CounterTurn): Promise<readonly Option[]>
}

const wordsOf = (from: Source): string =>
  'option' in from ? from.option : 'text' in from ? from.text : String(from.raw)

/** Of one there is no question; of several the one that is named, else the customer is asked. */
function oneOf<T>(
  all: readonly T[],
  from: Source,
  kind: {
    readonly idOf: (one: T) => string
    readonly labelOf: (one: T) => string
    readonly readingOf: (one: T) => Reading
  },
): Reading {
  const said = wordsOf(from)
  const [only, ...others] = all
  if (!only) return { kind: 'invalid', filling: {} }
  const named =
    all.find((one) => kind.idOf(one) === said) ??
    (others.length === 0 ? only : undefined) ??
    all.find((one) => said.length > 1 && kind.labelOf(one).includes(said))
  if (named) return kind.readingOf(named)
  const options = all.map((one) => ({ id: kind.idOf(one), label: kind.labelOf(one) }))
  return { kind: 'choices', options, total: options.length }
}

const contractId = ({ lotId, partyId }: OwnContract): string => `${lotId}.${partyId}`
const contractLabel = ({ view }: OwnContract): string => foreignLine(view.state.history.name)

const contract = {
  idOf: contractId,
  labelOf: contractLabel,
  readingOf: (own: OwnContract): Reading => ({
    kind: 'value',
    value: { value: contractId(own), label: contractLabel(own), fields: {} },
  }),
}

/** The value is a list, so that a condition can look at the occasion: `when: { survey: [PAID] }`. */
function surveyKind(turn: CounterTurn) {
  const labelOf = ({ contract: own, occasion }: OwnSurvey): string =>
    `${turn.parts.surveyTitle(occasion)}（${contractLabel(own)}）`
  return {
    idOf: ({ id }: OwnSurvey): string => String(id),
    labelOf,
    readingOf: (own: OwnSurvey): Reading => ({
      kind: 'value',
      value: { value: [String(own.id), own.occasion], label: labelOf(own), fields: {} },
    }),
  }
}

const issue = {
  idOf: ({ issue: { id } }: OwnIssue): string => String(id),
  labelOf: ({ issue: one }: OwnIssue): string => issueLabel(one),
  readingOf: ({ issue: one }: OwnIssue): Reading => ({
    kind: 'value',
    value: { value: one.id, label: issueLabel(one), fields: {} },
  }),
}

/** Every kind that a dialogue file for suppliers may name behind `is`. */
export const ownKinds: Readonly<Record<string, OwnKind>> = {
  'own-contract': {
    fields: [],
    read: async (from, { own }) => oneOf(await own.contracts(), from, contract),
    suggest: async ({ own }) =>
      (await own.contracts()).map((one) => ({ id: contractId(one), label: contractLabel(one) })),
  },
  'own-fact': {
    fields: [],
    async read(from, { own }) {
      const found = (await own.facts()).find(({ fact }) => String(fact.id) === wordsOf(from))
      // A fact that was taken back is still a value: the answer says so.
      const value = { value: found ? String(found.fact.id) : '', label: '', fields: {} }
      return { kind: 'value', value }
    },
    suggest: async () => [],
  },
  'own-survey': {
    fields: [],
    read: async (from, turn) => oneOf(await turn.own.surveys(), from, surveyKind(turn)),
    suggest: async () => [],
  },
  'own-issue': {
    fields: [],
    read: async (from, { own }) => oneOf(await own.issues(), from, issue),
    suggest: async () => [],
  },
}

/** The contract that a slot holds; undefined when it is the customer's no more. */
export async function contractIn(
  slots: Slots,
  { own }: CounterTurn,
): Promise<OwnContract | undefined> {
  const id = slots.contract?.value
  return (await own.contracts()).find((one) => contractId(one) === id)
}

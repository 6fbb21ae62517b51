import { type Mistake, placeholdersOf } from '../base/index.ts'
import { type Dialogue, ownKinds, type ReportDialogue, type SlotDefinition } from './definition.ts'
import { personal } from './phrasebook.ts'

/** Texts a bound name gives to the sentences around it, by name. */
export type Fillings = Readonly<Record<string, readonly string[]>>

/** The names that the host binds; a file that uses another one does not load. */
export interface BoundNames {
  /** Value kinds with the fields their values carry. */
  readonly kinds: Fillings
  readonly rules: Fillings
  /** Submitting and undoing actions. */
  readonly actions: Fillings
  readonly answers: readonly string[]
  /** Actions that keep or pass on something. */
  readonly notes: readonly string[]
  readonly roles: readonly string[]
}

type At = (path: readonly PropertyKey[]) => string
type Path = readonly PropertyKey[]

/** Everything in a well-formed dialogue file that points to nothing. */
export function mistakesIn(dialogue: Dialogue, at: At, names: BoundNames): Mistake[] {
  const mistakes: Mistake[] = []
  const complain = (path: Path, message: string) => mistakes.push({ at: at(path), message })
  const slots = new Set(dialogue.slots.map((slot) => slot.name))
  const known = (path: Path, slot: string) => {
    if (!slots.has(slot)) complain(path, `there is no slot ${slot}`)
  }
  const bound = (path: Path, what: string, name: string, among: object) => {
    if (!Object.hasOwn(among, name)) complain(path, `${what} ${name} is bound to nothing`)
  }
  const values = dialogue.slots.flatMap((slot) => placeholdersFor(slot, names))
  const says = (path: Path, sentence: string | undefined, ...extra: readonly string[]) => {
    for (const name of placeholdersOf(sentence ?? ''))
      if (![...values, ...extra, ...personal].includes(name))
        complain(path, `{${name}} has no source`)
  }
  const asSet = (list: readonly string[]) => Object.fromEntries(list.map((name) => [name, true]))

  for (const [i, role] of dialogue['open-to'].entries())
    bound(['open-to', i], 'role', role, asSet(names.roles))
  for (const [i, slot] of (dialogue.starts['anew-by'] ?? []).entries())
    known(['starts', 'anew-by', i], slot)
  says(['brief'], dialogue.brief)
  says(['gives-up', 'say'], dialogue['gives-up'].say, 'slot.label', 'said')
  for (const [i, slot] of dialogue.slots.entries()) {
    const here = (...path: Path) => ['slots', i, ...path]
    if (dialogue.slots.findIndex((other) => other.name === slot.name) < i)
      complain(here('name'), `there are two slots ${slot.name}`)
    if (!ownKinds.includes(slot.is)) bound(here('is'), 'kind', slot.is, names.kinds)
    for (const key of ['when', 'asked-when'] as const) {
      const condition = slot[key]
      if (typeof condition === 'object')
        for (const name of Object.keys(condition)) known(here(key, name), name)
    }
    for (const key of ['ask', 'explain', 'again', 'impossible', 'choose'] as const)
      says(here(key), slot[key], 'said', 'count', 'slot.label', ...(names.kinds[slot.is] ?? []))
    for (const [c, check] of (slot.check ?? []).entries()) {
      bound(here('check', c, 'rule'), 'rule', check.rule, names.rules)
      for (const [w, name] of (check.with ?? []).entries()) known(here('check', c, 'with', w), name)
      if (check['reason-in']) known(here('check', c, 'reason-in'), check['reason-in'])
      says(here('check', c, 'say'), check.say, ...(names.rules[check.rule] ?? []))
    }
  }
  if (dialogue.kind === 'answer')
    bound(['answer', 'do'], 'answer', dialogue.answer.do, asSet(names.answers))
  else inReport(dialogue, names, { known, bound, says })
  return mistakes
}

interface Checks {
  known(path: Path, slot: string): void
  bound(path: Path, what: string, name: string, among: object): void
  says(path: Path, sentence: string | undefined, ...extra: readonly string[]): void
}

function inReport(
  dialogue: ReportDialogue,
  names: BoundNames,
  { known, bound, says }: Checks,
): void {
  const { submit, confirm, corrections } = dialogue
  const before = corrections['before-submit']
  const after = corrections['after-submit']
  const act = names.actions[submit.do] ?? []
  for (const key of ['say', 'row'] as const) says(['confirm', key], confirm[key])
  for (const key of ['negated', 'planned'] as const)
    says(['not-done', key], dialogue['not-done'][key])
  says(['corrections', 'before-submit', 'say'], before.say, 'slot.label', 'old', 'new')
  const refusal = ['said', 'slot.label', 'reason', 'old']
  says(['corrections', 'before-submit', 'invalid'], before.invalid, ...refusal)
  for (const [name, cleared] of Object.entries(before.clears ?? {})) {
    const path = ['corrections', 'before-submit', 'clears', name]
    known(path, name)
    for (const [i, target] of cleared.entries()) known([...path, i], target)
  }
  if ('stays' in after) says(['corrections', 'after-submit', 'stays'], after.stays, 'at', 'brief')
  else {
    const undo = names.actions[after.do] ?? []
    bound(['corrections', 'after-submit', 'do'], 'action', after.do, names.actions)
    for (const key of ['reason', 'too-late', 'say', 'again', 'refused'] as const)
      says(['corrections', 'after-submit', key], after[key], 'at', 'brief', 'reason', ...undo)
  }
  bound(['submit', 'do'], 'action', submit.do, names.actions)
  for (const key of ['done', 'again', 'similar', 'refused', 'failed'] as const)
    says(['submit', 'say', key], submit.say[key], 'at', 'reason', ...act)
}

function placeholdersFor(slot: SlotDefinition, names: BoundNames): string[] {
  const fields = slot.is === 'photo' ? ['count'] : (names.kinds[slot.is] ?? [])
  return [slot.name, ...['label', ...fields].map((field) => `${slot.name}.${field}`)]
}

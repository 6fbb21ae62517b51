import type { Draft } from './draft.ts'
import { type Opening, saidIn } from './openings.ts'
import { take } from './taking.ts'
import type { Talk } from './talk.ts'

/** Facts that one card can hold. */
const MOST = 10

/**
 * Adds the facts to the batch of the draft at hand, as drafts that wait behind it. A fact said twice becomes one;
 * what there is to say about an open slot waits until it is asked.
 */
export async function addToBatch(
  talk: Talk,
  front: Draft,
  facts: readonly Opening[],
): Promise<readonly Draft[]> {
  const added: Draft[] = []
  front.batch ??= { id: front.id, order: 0 }
  for (const [i, { dialogue, frame }] of facts.entries()) {
    const rows = talk.rows(front)
    if (rows.length >= MOST) {
      const texts = { most: String(MOST), left: String(facts.length - i) }
      talk.say(talk.sentence(talk.common.batch['too-many'], undefined, texts))
      break
    }
    const row = talk.begin(dialogue)
    const order = 1 + Math.max(...rows.map(({ batch }) => batch?.order ?? 0))
    row.batch = { id: front.batch.id, order }
    const said = talk.lines.length
    const retries = [...talk.retries]
    talk.retries.clear()
    await take(talk, row, saidIn(dialogue, frame, true))
    row.notes = talk.lines.splice(said)
    row.unheard = Object.fromEntries(talk.retries)
    talk.retries.clear()
    for (const [slot, sentence] of retries) talk.retries.set(slot, sentence)
    const twin = rows.find((other) => isSameFact(talk, other, row))
    if (twin) merge(talk, twin, row)
    else added.push(row)
  }
  talk.bringForward(front)
  return added
}

/** The same identity, and nothing that contradicts. Two instalments are told apart by their sums. */
function isSameFact(talk: Talk, one: Draft, other: Draft): boolean {
  if (one.dialogue !== other.dialogue) return false
  const identity = talk.dialogueOf(one).starts['anew-by'] ?? []
  const held = (draft: Draft, name: string) => JSON.stringify(draft.slots[name]?.value)
  const known = identity.every((name) => one.slots[name] && other.slots[name])
  const both = Object.keys(one.slots).filter((name) => other.slots[name])
  return known && identity.length > 0 && both.every((name) => held(one, name) === held(other, name))
}

function merge(talk: Talk, into: Draft, from: Draft): void {
  into.slots = { ...from.slots, ...into.slots }
  talk.drafts.splice(talk.drafts.indexOf(from), 1)
}

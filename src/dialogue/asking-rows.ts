import { choosingButtons, shownOptions } from './choosing.ts'
import type { Choices, Draft } from './draft.ts'
import { rowOf } from './speech.ts'
import { type Outcome, type Talk, told } from './talk.ts'

/** One card with all facts of a batch, numbered. */
export function askBatch(talk: Talk, rows: readonly Draft[]): Outcome {
  const { batch } = talk.common
  const lines = rows.map((row, i) =>
    talk.sentence(batch.row, undefined, { number: String(i + 1), row: rowText(talk, row) }),
  )
  const count = { count: String(rows.length) }
  const text = [
    talk.sentence(batch.say, undefined, count),
    ...lines,
    talk.sentence(batch.hint, undefined, count),
  ].join('\n')
  return told('confirming', text, [
    { key: 'confirm', label: batch.yes.label, style: 1 },
    { key: 'change', label: batch.change.label, style: 2 },
    { key: 'cancel', label: batch.no.label, style: 4 },
  ])
}

/** Which of the facts is meant, as a list to pick from. */
export function askWhichRow(talk: Talk, draft: Draft, rows: readonly Draft[]): Outcome {
  const { batch, choosing } = talk.common
  const options = rows.map((row) => ({ id: row.id, label: rowText(talk, row) }))
  const choices: Choices = { options, total: options.length, said: '', why: 'listed', page: 0 }
  draft.choices['which-row'] = choices
  const { step } = draft
  const photos = step.at === 'which-row' && step.photos !== undefined
  const said = step.at === 'which-row' ? step.text : undefined
  const text = photos
    ? talk.sentence(batch['which-photo'])
    : talk.sentence(batch.which, undefined, { said: said ?? '' })
  const buttons = [...choosingButtons(choices, choosing), { key: 'skip', label: batch.none.label }]
  return { kind: 'asked', reply: { text, buttons, options: shownOptions(choices) } }
}

/** A question about one fact of a batch says first which one it is about. */
export function about(talk: Talk, row: Draft, { kind, reply }: Outcome): Outcome {
  const text = [aboutRow(talk, row), ...row.notes.splice(0), reply.text].join('\n')
  return { kind, reply: { ...reply, text } }
}

/** Which fact of its batch a draft is. */
export function aboutRow(talk: Talk, row: Draft): string {
  return talk.sentence(talk.common.batch.about, undefined, rowTexts(talk, row))
}

/** Number and words of a fact of a batch, for sentences about it. */
export function rowTexts(
  talk: Talk,
  row: Draft,
): { readonly number: string; readonly row: string } {
  const rows = talk.rows(row)
  return { number: String(rows.indexOf(row) + 1), row: rowText(talk, row) }
}

function rowText(talk: Talk, row: Draft): string {
  return rowOf(talk.dialogueOf(row), row, talk.common.batch.join)
}

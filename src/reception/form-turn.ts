import { officeDay } from '../base/index.ts'
import type { EndingTx } from '../db/index.ts'
import type { Draft } from '../dialogue/index.ts'
import type { Inbound } from '../wecom/index.ts'
import { recall } from './recall.ts'
import { answer, converse, type TurnParts } from './turn.ts'

/** The form cannot be taken as it is, or (without problems) not at all; its transaction is rolled back. */
export class WrongForm extends Error {
  readonly problems: Readonly<Record<string, string>> | undefined
  constructor(problems?: Readonly<Record<string, string>>) {
    super('the form is not complete')
    this.problems = problems
  }
}

/** Whose form it is, and what it is about. */
export interface FilledForm {
  readonly draft: Draft
  readonly userid: string
  readonly useridShown: string
  /** The link's hash: the form is taken once. */
  readonly hash: string
}

/**
 * A form is a turn like any other, inside the caller's transaction, under the person's lock: its values are answers,
 * and what follows (the card to confirm) goes to the phone. Throws WrongForm, upon which nothing must be kept.
 */
export async function takeForm(
  parts: TurnParts,
  tx: EndingTx,
  { draft, userid, useridShown, hash }: FilledForm,
  values: Readonly<Record<string, string>>,
  at: Date,
): Promise<void> {
  const dedupeKey = `form/${hash}`
  const inbound: Inbound = {
    kind: 'text',
    content: '',
    dedupeKey,
    userKey: userid,
    userId: useridShown,
    createTime: at,
    corpId: '',
    agentId: '',
  }
  const today = officeDay(at)
  const { person, remembered } = await recall(
    tx,
    { dedupeKey, userid },
    { today, heldSince: at, taskId: undefined },
  )
  if (!person) throw new WrongForm()
  const input = { kind: 'form' as const, draftId: draft.id, values }
  const said = await converse(parts, tx, { inbound, person, remembered, at }, input)
  const { problems } = said
  if (!problems || Object.keys(problems).length > 0) throw new WrongForm(problems)
  await answer(parts, tx, inbound, at, { said, passive: false, atOnce: undefined, was: 'new' })
}

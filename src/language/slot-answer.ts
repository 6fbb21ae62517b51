import type { Day } from '../base/index.ts'
import { type DateOptions, readDate } from './dates.ts'
import type { FrameKey } from './frames.ts'
import { readMoney } from './money.ts'
import { readPercent } from './percent.ts'
import type { Reading } from './reading.ts'
import { readSatisfaction } from './satisfaction.ts'
import type { MessageValue } from './values-in-message.ts'

/** A value slot can be answered by a bare number; its reader knows what was asked. */
export type ValueSlot = MessageValue['key']

/** Whether a slot is one that holds a value. */
export function isValueSlot(slot: string): slot is ValueSlot {
  return slot === 'date' || slot === 'amount' || slot === 'percent' || slot === 'satisfaction'
}

/** Whether a slot holds words of the message. */
export function isTextSlot(
  slot: string,
): slot is FrameKey & ('project' | 'party' | 'unit' | 'opinion') {
  return slot === 'project' || slot === 'party' || slot === 'unit' || slot === 'opinion'
}

function dateReading(text: string, options: DateOptions): Reading<Day> {
  const one = readDate(text, options)
  if (one.kind !== 'none' || !/^\s*\d{1,2}\s*$/.test(text)) return one
  const bare = readDate(`${text.trim()}号`, options)
  return bare.kind === 'none' ? bare : { ...bare, span: { from: 0, to: text.length } }
}

/** The answer to a question for a value; spans refer to the text as it was handed in. */
export function slotValue(
  slot: ValueSlot,
  text: string,
  dates: DateOptions,
): MessageValue | undefined {
  if (slot === 'date') {
    const found = dateReading(text, dates)
    return found.kind === 'none' ? undefined : { key: 'date', found, rejected: false }
  }
  if (slot === 'amount') {
    const found = readMoney(text)
    return found.kind === 'none' ? undefined : { key: 'amount', found, rejected: false }
  }
  if (slot === 'percent') {
    const found = readPercent(text, { bare: true })
    return found.kind === 'none' ? undefined : { key: 'percent', found, rejected: false }
  }
  const found = readSatisfaction(text, { bare: true })
  return found.kind === 'none' ? undefined : { key: 'satisfaction', found, rejected: false }
}

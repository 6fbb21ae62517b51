/**
 * A second opinion on working days that shares nothing with src: the State Council's notices typed in by hand as
 * stretches of days off and single days worked, every day of three years laid out in one row, and counts made by
 * walking along it.
 */
const OFF: readonly string[] = [
  // 2024: 元旦 1日；春节 2月10日至17日；清明 4月4日至6日；劳动节 5月1日至5日；端午 6月10日；中秋 9月15日至17日；国庆 10月1日至7日
  '2024-01-01',
  '2024-02-10..17',
  '2024-04-04..06',
  '2024-05-01..05',
  '2024-06-10',
  '2024-09-15..17',
  '2024-10-01..07',
  // 2025: 元旦 1日；春节 1月28日至2月4日；清明 4月4日至6日；劳动节 5月1日至5日；端午 5月31日至6月2日；国庆、中秋 10月1日至8日
  '2025-01-01',
  '2025-01-28..31',
  '2025-02-01..04',
  '2025-04-04..06',
  '2025-05-01..05',
  '2025-05-31',
  '2025-06-01..02',
  '2025-10-01..08',
  // 2026: 元旦 1日至3日；春节 2月15日至23日；清明 4月4日至6日；劳动节 5月1日至5日；端午 6月19日至21日；中秋 9月25日至27日；国庆 10月1日至7日
  '2026-01-01..03',
  '2026-02-15..23',
  '2026-04-04..06',
  '2026-05-01..05',
  '2026-06-19..21',
  '2026-09-25..27',
  '2026-10-01..07',
]

/** 调休上班. */
const WORKED =
  '2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12 ' +
  '2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 ' +
  '2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10'

const off = new Set<string>()
for (const stretch of OFF) {
  const [from = '', last = from.slice(8)] = stretch.split('..')
  for (let date = Number(from.slice(8)); date <= Number(last); date++)
    off.add(`${from.slice(0, 8)}${date < 10 ? '0' : ''}${date}`)
}
const worked = new Set(WORKED.split(' '))

interface Spot {
  readonly day: string
  readonly works: boolean
}

/** Every day from 2024 to 2026, in its order. */
export const row: readonly Spot[] = (() => {
  const spots: Spot[] = []
  for (const at = new Date('2024-01-01T12:00:00Z'); at.getUTCFullYear() < 2027; ) {
    const day = `${at.getUTCFullYear()}-${`0${at.getUTCMonth() + 1}`.slice(-2)}-${`0${at.getUTCDate()}`.slice(-2)}`
    const isWeekend = [0, 6].includes(at.getUTCDay())
    spots.push({ day, works: worked.has(day) || !(isWeekend || off.has(day)) })
    at.setUTCDate(at.getUTCDate() + 1)
  }
  return spots
})()

const spot = (index: number): Spot => {
  const found = row[index]
  if (!found) throw new RangeError('outside the three years')
  return found
}

/** The day so many spots away. */
export const shifted = (index: number, by: number): string => spot(index + by).day

/** Index of the first working day at or after (step 1), or at or before (step -1). */
export function settled(index: number, step: 1 | -1): number {
  let at = index
  while (!spot(at).works) at += step
  return at
}

/** Index of the nth working day after (or before) the spot, which is not counted. */
export function nthWorked(index: number, count: number): number {
  let at = index
  let left = Math.abs(count)
  while (left > 0) {
    at += count < 0 ? -1 : 1
    if (spot(at).works) left -= 1
  }
  return at
}

/** Working days behind the first spot, up to and including the second. */
export const workedBetween = (from: number, to: number): number =>
  from <= to
    ? row.slice(from + 1, to + 1).filter(({ works }) => works).length
    : -row.slice(to + 1, from + 1).filter(({ works }) => works).length

/** A limit as the law means it: where the count ends, and the day that counts. */
export function limit(
  index: number,
  amount: number,
  unit: 'day' | 'workday',
  direction: 'max' | 'min' | 'exact' | 'min_before' | 'max_before',
): { rawDue: string; due: string } {
  const back = direction === 'min_before' || direction === 'max_before'
  const signed = back ? -amount : amount
  const raw = unit === 'day' ? index + signed : nthWorked(index, signed)
  switch (direction) {
    case 'exact':
    case 'max_before':
      return { rawDue: spot(raw).day, due: spot(raw).day }
    case 'max':
    case 'min':
      return { rawDue: spot(raw).day, due: spot(settled(raw, 1)).day }
    case 'min_before':
      return { rawDue: spot(raw).day, due: spot(settled(raw, -1)).day }
  }
}

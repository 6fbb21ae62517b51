import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import {
  type Day,
  dataFile,
  isDay,
  MistakesError,
  readYaml,
  weekday,
  yearOf,
} from '../base/index.ts'

const dayText = z.string().refine(isDay, 'not a day (YYYY-MM-DD)')

/** The shape of a year, with what no year can be: days of another year, twice, or worked and off. */
export const yearShape = z
  .strictObject({
    year: z.int().min(2000).max(2100),
    source: z.string().min(1),
    offDays: z.array(dayText).min(1),
    makeupWorkdays: z.array(dayText),
    names: z.record(z.string(), z.string().min(1)),
  })
  .superRefine((data, context) => {
    const off = new Set<string>(data.offDays)
    const wrong = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message })
    for (const [list, days] of [
      ['offDays', data.offDays],
      ['makeupWorkdays', data.makeupWorkdays],
    ] as const) {
      for (const [i, at] of days.entries()) {
        if (yearOf(at) !== data.year) wrong([list, i], `${at} is not in ${data.year}`)
        if (days.indexOf(at) !== i) wrong([list, i], `${at} is listed twice`)
      }
    }
    for (const [i, at] of data.offDays.entries())
      if (!(at in data.names)) wrong(['offDays', i], `${at} has no holiday name`)
    for (const [i, at] of data.makeupWorkdays.entries()) {
      if (off.has(at)) wrong(['makeupWorkdays', i], `${at} is also a day off`)
      if (weekday(at) < 6) wrong(['makeupWorkdays', i], `${at} is a working day anyway`)
    }
    for (const at of Object.keys(data.names))
      if (!off.has(at)) wrong(['names', at], `${at} is not a day off`)
  })

/** One year as the State Council announced it: days off with their names, and weekend days worked instead. */
export interface CalendarYear {
  readonly year: number
  /** The notice it was taken from. */
  readonly source: string
  readonly offDays: readonly Day[]
  readonly makeupWorkdays: readonly Day[]
  /** Holiday name of each day off, in Chinese. */
  readonly names: Readonly<Record<string, string>>
}

/**
 * The maintained years: every `*.json` of the folder, named by its year.
 * Throws MistakesError with file:line:column for every mistake.
 */
export function loadYears(folder = dataFile('calendar', 'years')): CalendarYear[] {
  const mistakes = []
  const years: CalendarYear[] = []
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.json')) continue
    try {
      const file = readYaml(join(folder, name), yearShape)
      if (basename(name, '.json') !== String(file.value.year))
        mistakes.push({
          at: file.at(['year']),
          message: `${file.value.year} does not fit the file's name`,
        })
      years.push(file.value)
    } catch (error) {
      if (!(error instanceof MistakesError)) throw error
      mistakes.push(...error.mistakes)
    }
  }
  if (mistakes.length > 0) throw new MistakesError(mistakes)
  return years
}

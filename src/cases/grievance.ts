import { z } from 'zod'
import { type Day, isDay } from '../base/index.ts'

/** How a grievance may end. */
export const OUTCOMES = [
  'NOT_ACCEPTED',
  'UNFOUNDED',
  'PARTLY',
  'FOUNDED',
  'TRANSFER',
  'WITHDRAWN',
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What may stop the clock of a 投诉: 补正, and 检验、检测、鉴定、专家评审 (实施条例第58条). */
export const STANDSTILLS = ['SUPPLEMENT', 'EXPERT'] as const
export type Standstill = (typeof STANDSTILLS)[number]

/** What the first note says besides the words. */
const Report = z.object({
  /** A key of conversations/pages/wrongs.yaml, and whether it is a 投诉 under 94号令 with its statutory days. */
  wrong: z.string(),
  formal: z.boolean(),
  accused: z.string(),
  project: z.string(),
  /** Who reports, where she wants to be known; empty for an anonymous one. */
  reporter: z.string(),
  /** Whom it concerns as far as the office's own lists tell: who stands there may not handle it. */
  unitIds: z.array(z.number()),
  sectionIds: z.array(z.number()),
  regionIds: z.array(z.number()),
  /** People of the office whom it names: they may not handle it either. */
  personIds: z.array(z.number()),
})
/** Whom something concerns, by the office's own lists; all empty where they know nobody of that name. */
const Accused = Report.pick({ unitIds: true, sectionIds: true, regionIds: true, personIds: true })
export type Accused = z.infer<typeof Accused>
export type Report = z.infer<typeof Report>

const Note = z.object({
  side: z.enum(['reporter', 'office']),
  day: z.string().refine(isDay),
  act: z.enum(['FILE', 'SAY', 'REPLY', 'MEMO', 'NAME', 'ACCEPT', 'PAUSE', 'RESUME', 'DECIDE']),
  text: z.string(),
  /** How many came with it. */
  pictures: z.number(),
  report: Report.optional(),
  /** Of a NAME: whom the office found it to concern besides. */
  named: Accused.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  standstill: z.enum(STANDSTILLS).optional(),
  /** Of the office: the handler's name, for her colleagues. */
  by: z.string().optional(),
})

/** What one side said or did, on a day; sealed as a whole. */
export type GrievanceNote = z.infer<typeof Note>

/** A grievance (投诉、举报), opened. */
export interface Grievance {
  readonly id: string
  readonly no: string
  readonly openedOn: Day
  readonly decided: boolean
  /** What was filed, and in its lists whom the office named since: who was barred stays barred. */
  readonly report: Report
  readonly notes: readonly GrievanceNote[]
}

/** A note as bytes, to be sealed. */
export const noteBytes = (note: GrievanceNote): Buffer => Buffer.from(JSON.stringify(note))

/** Reads what `noteBytes` made. */
export const readNote = (bytes: Buffer): GrievanceNote => Note.parse(JSON.parse(bytes.toString()))

/** The report with everybody whom later notes name added to those it concerns. */
export function widened(report: Report, notes: readonly GrievanceNote[]): Report {
  const all = [report, ...notes.flatMap(({ named }) => named ?? [])]
  const ids = (of: keyof Accused): number[] => [...new Set(all.flatMap((one) => one[of]))]
  return {
    ...report,
    unitIds: ids('unitIds'),
    sectionIds: ids('sectionIds'),
    regionIds: ids('regionIds'),
    personIds: ids('personIds'),
  }
}

/** Notes that the reporter may read: a MEMO is for colleagues, and so is a NAME. */
export function notesForReporter({ notes }: Grievance) {
  return notes.flatMap(({ act, ...note }) =>
    act === 'MEMO' || act === 'NAME' ? [] : [{ ...note, act }],
  )
}

import { addDays, clipCharacters, type Day, daysBetween, loadWording } from '../base/index.ts'
import { type Issue, issuesOwed } from '../cases/index.ts'
import type { Tx } from '../db/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ClockItem, Item } from './item.ts'

const wording = loadWording(['pushes', 'issues.yaml'], {
  answer: ['n', 'party', 'trouble'],
  solve: ['n', 'party', 'trouble'],
  'answer-unit': ['n', 'who', 'about', 'text'],
  'solve-unit': ['n', 'who', 'about', 'text'],
  promise: ['n', 'text'],
  basis: [],
  'no-party': [],
  'survey-help': [],
  NOT_SIGNED: [],
  NOT_ACCEPTED: [],
  NOT_PAID: [],
  UNFAIR: [],
  OTHER: [],
  PROMISE: [],
  MATTER: [],
})

/** What ends an item of an issue: no event of the ledger. */
export const ISSUE_END = 'ISSUE'

/** The number of the issue that a matter's rule names; undefined for any other rule. */
export const issueIdIn = (rule: string): string | undefined => /^ISSUE-(\d{1,9})$/.exec(rule)?.[1]

/** Calendar days ahead in which an issue asks for attention: a week, as five working days are. */
const AHEAD_DAYS = 7
const PARTY = 20
const PROMISE = 30
const WORDS = 40

/** Whether it is a unit's call for help, which its section is to answer. */
export const isUnitCall = (item: Item): boolean =>
  item.kind === 'clock' && item.ends === ISSUE_END && item.owner === 'section'

/** What an issue is about, in the office's words. */
export const troubleWords = ({ kind, about }: Pick<Issue, 'kind' | 'about'>): string =>
  about ?? wording.say(kind)

/** Who asked, as messages say it. */
export const askerWords = ({ party, asker }: Pick<Issue, 'party' | 'asker'>): string => {
  const name = party ?? asker
  return name === null ? wording.say('no-party') : clipCharacters(foreignLine(name), PARTY)
}

/** Whether the unit asks its section, which is then to answer; all others the unit answers itself. */
export const isUnitIssue = ({ kind }: Pick<Issue, 'kind'>): boolean => kind === 'MATTER'

/** What a survey's bare call for help says in the issue it becomes. */
export const issueWords = { surveyHelp: wording.say('survey-help') }

/** Answers, solutions and promises owed soon or late, as items like any other step: the same chain, lists and briefs. */
export async function issuesDue(
  tx: Tx,
  {
    today,
    unitIds,
  }: {
    readonly today: Day
    readonly unitIds?: readonly number[]
  },
  all = false,
): Promise<ClockItem[]> {
  const issues = await issuesOwed(tx, {
    ...(!all && { until: addDays(today, AHEAD_DAYS) }),
    ...(unitIds && { unitIds }),
  })
  return issues.map((issue) => ({
    kind: 'clock',
    place: {
      lotId: issue.lotId ?? 0,
      code: issue.code ?? '',
      lotNo: issue.lotNo ?? 1,
      name: issue.lotName ?? issue.unit,
      unitId: issue.unitId,
      unit: issue.unit,
      regionId: issue.regionId,
      ...(issue.sectionId !== null && { sectionId: issue.sectionId }),
      ...(issue.section !== null && { section: issue.section }),
    },
    rule: `ISSUE-${issue.id}`,
    what: whatIsOwed(issue),
    ends: ISSUE_END,
    ...(isUnitIssue(issue) && { owner: 'section' as const }),
    due: issue.due,
    rawDue: issue.due,
    daysLate: issue.due === null ? 0 : Math.max(0, daysBetween(issue.due, today)),
    footing: {
      basis: wording.say('basis'),
      target: true,
      toCheck: false,
      soft: false,
      undated: false,
    },
  }))
}

function whatIsOwed(issue: Issue): string {
  const n = issue.id
  if (issue.kind === 'PROMISE') {
    const text = clipCharacters(foreignLine(issue.notes[0]?.text ?? ''), PROMISE)
    return wording.say('promise', { n, text })
  }
  if (isUnitIssue(issue)) {
    const text =
      issue.notes.findLast(({ side, text }) => side === 'party' && text !== '')?.text ?? ''
    return wording.say(issue.state === 'OPEN' ? 'answer-unit' : 'solve-unit', {
      n,
      who: askerWords(issue),
      about: troubleWords(issue),
      text: clipCharacters(foreignLine(text), WORDS),
    })
  }
  const filling = { n, party: askerWords(issue), trouble: troubleWords(issue) }
  return wording.say(issue.state === 'OPEN' ? 'answer' : 'solve', filling)
}

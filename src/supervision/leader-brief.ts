import { loadWording, officeDay } from '../base/index.ts'
import { sayDay, sayMoney } from '../language/index.ts'
import { digestText } from '../notify/index.ts'
import { factWords, greeting, type Occasion } from './digests.ts'
import { nameWords } from './item-words.ts'
import type { SectionCount } from './section-count.ts'

const wording = loadWording(['pushes', 'leaders.yaml'], {
  leader: ['day'],
  'leader-row': ['section', 'late', 'longest', 'unpaid', 'amount', 'help', 'unit-help'],
  'leader-longest': ['days'],
  'leader-amount': ['amount'],
  'leader-about': ['amount'],
  'leader-help': ['help'],
  'leader-unit-help': ['help'],
  'leader-total': ['late', 'unpaid', 'amount', 'help', 'unit-help'],
  'leader-foot': [],
  'no-section': [],
  more: ['count'],
})

/** A sum as a leader reads it: from a million yuan on to the nearest hundred, which is two digits of 万元. */
function sumWords(fen: bigint): string {
  if (fen <= 0n) return ''
  const round = fen < 100_000_000n ? fen : ((fen + 5_000n) / 10_000n) * 10_000n
  return wording.say(round === fen ? 'leader-amount' : 'leader-about', { amount: sayMoney(round) })
}

/** A bureau leader's week: the counts of each section, the worst first. Undefined when all is well. */
export function leaderBrief(
  counts: readonly SectionCount[],
  occasion: Occasion,
): string | undefined {
  const rows = counts.filter(
    ({ late, unpaid, help, unitHelp }) => late + unpaid + help + unitHelp > 0,
  )
  if (rows.length === 0) return undefined
  const today = officeDay(occasion.at)
  const sum = (of: (row: SectionCount) => number): number => rows.reduce((n, r) => n + of(r), 0)
  const helpWords = (row: Pick<SectionCount, 'help' | 'unitHelp'>) => ({
    help: row.help > 0 ? wording.say('leader-help', { help: row.help }) : '',
    'unit-help': row.unitHelp > 0 ? wording.say('leader-unit-help', { help: row.unitHelp }) : '',
  })
  return digestText({
    head: greeting(occasion, wording.say('leader', { day: sayDay(today, { today }) })),
    items: rows.map((row) =>
      wording.say('leader-row', {
        section: row.section === null ? wording.say('no-section') : nameWords(row.section),
        late: row.late,
        longest: row.longest > 0 ? wording.say('leader-longest', { days: row.longest }) : '',
        unpaid: row.unpaid,
        amount: sumWords(row.unpaidAmount),
        ...helpWords(row),
      }),
    ),
    foot: [
      wording.say('leader-total', {
        late: sum((row) => row.late),
        unpaid: sum((row) => row.unpaid),
        amount: sumWords(rows.reduce((fen, row) => fen + row.unpaidAmount, 0n)),
        ...helpWords({ help: sum((row) => row.help), unitHelp: sum((row) => row.unitHelp) }),
      }),
      factWords(occasion.facts),
      wording.say('leader-foot'),
    ]
      .filter((line) => line !== '')
      .join('\n'),
    more: (count) => wording.say('more', { count }),
  }).text
}

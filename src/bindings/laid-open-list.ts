import { byteLength } from '../base/index.ts'
import type { Answer, Context, Slots, Understanding } from '../dialogue/index.ts'
import { can, type OfficePerson, scopeOf } from '../people/index.ts'
import {
  freshWords,
  type LaidOpenWords,
  loadSatisfactionScale,
  noteRead,
  readWords,
  type WhoseWords,
} from '../surveys/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { wording } from './wording.ts'

/** What opens the list of words that anonymous writers let 采购科 read. */
const LAID_OPEN = 'laid-open'
/** Of one message; one text of 500 characters is always said whole. */
const BYTES = 1_400
/** Within it what was just read still counts as new. */
const SITTING_MS = 60 * 60_000
const scale = loadSatisfactionScale()

/** Asks for the originals: 「看原文」 and nothing besides. */
export function withLaidOpen(
  understood: Understanding,
  text: string,
  context: Context,
  { office }: Pick<ActionTurn, 'office'>,
): Understanding {
  if (context.free || !office.matterWords.originals.includes(text.trim())) return understood
  return { frames: [{ intent: LAID_OPEN, slots: {}, text }] }
}

/** 采购科, and never an administrator besides. */
const readsOriginals = (person: OfficePerson): boolean =>
  can(person, 'read-originals') && !person.roles.some(({ role }) => role === 'ADMIN')

/** Of whose units she may read them: never of one she serves herself. */
function originalsOf({ occasion }: Pick<ActionTurn, 'occasion'>): WhoseWords {
  const { person } = occasion
  const roles = person.roles.filter((held) => can({ ...person, roles: [held] }, 'read-originals'))
  return {
    scope: scopeOf({ ...person, roles }),
    except: person.roles.flatMap(({ unitId }) => unitId ?? []),
  }
}

/** How many of them nobody has read yet. */
export async function unreadOriginals(turn: Pick<ActionTurn, 'occasion'>): Promise<number> {
  if (!readsOriginals(turn.occasion.person)) return 0
  const { tx, at } = turn.occasion
  return (await freshWords(tx, originalsOf(turn), at, scale)).length
}

/**
 * 看原文: what nobody had read an hour ago, so that turning pages back and forth finds the same; where there is none,
 * what was read, the latest first. Each page that is shown is logged as a look at its words.
 */
export async function laidOpenList(_slots: Slots, page: number, turn: ActionTurn): Promise<Answer> {
  const { tx, person, at } = turn.occasion
  if (!readsOriginals(person)) return { text: wording.say('originals-not-yours') }
  const whose = originalsOf(turn)
  const fresh = await freshWords(tx, whose, new Date(at.getTime() - SITTING_MS), scale)
  const pages = inPages(fresh.length > 0 ? fresh : await readWords(tx, whose, scale))
  const shown = pages[page] ?? []
  if (shown.length === 0) return { text: wording.say('no-originals') }
  await noteRead(tx, shown, { userid: person.userid, at })
  const head =
    fresh.length > 0
      ? wording.say('originals-fresh', { count: fresh.length })
      : wording.say('originals-read')
  return {
    text: [head, ...shown.map(line), wording.say('originals-foot')].join('\n'),
    more: page + 1 < pages.length,
  }
}

const line = ({ unit, text }: LaidOpenWords): string =>
  wording.say('original', { unit: foreignLine(unit), text: foreignLine(text) })

function inPages(words: readonly LaidOpenWords[]): LaidOpenWords[][] {
  const pages: LaidOpenWords[][] = []
  let left = 0
  for (const one of words) {
    const size = byteLength(line(one))
    if (size > left) {
      pages.push([])
      left = BYTES
    }
    pages.at(-1)?.push(one)
    left -= size
  }
  return pages
}

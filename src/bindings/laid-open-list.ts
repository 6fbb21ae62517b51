import { byteLength } from '../base/index.ts'
import type { Answer, Context, Slots, Understanding } from '../dialogue/index.ts'
import { can, type OfficePerson, scopeOf } from '../people/index.ts'
import {
  type LaidOpenWords,
  laidOpenWords,
  loadSatisfactionScale,
  noteRead,
} from '../surveys/index.ts'
import { foreignLine } from '../wecom/index.ts'
import type { ActionTurn } from './action.ts'
import { wording } from './wording.ts'

/** What opens the list of words that anonymous writers let 采购科 read. */
const LAID_OPEN = 'laid-open'
/** Of one message; one text of 500 characters is always said whole. */
const BYTES = 1_400
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
function originalsOf({ occasion }: Pick<ActionTurn, 'occasion'>) {
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
  return (await laidOpenWords(turn.occasion.tx, 'unread', originalsOf(turn), scale)).length
}

/**
 * 看原文: what nobody has read yet, until nothing is left; then what was read, the latest first. Each look is logged,
 * and makes the words read: so the next page of the unread begins at the front again.
 */
export async function laidOpenList(_slots: Slots, page: number, turn: ActionTurn): Promise<Answer> {
  const { tx, person, at } = turn.occasion
  if (!readsOriginals(person)) return { text: wording.say('originals-not-yours') }
  const whose = originalsOf(turn)
  const unread = await laidOpenWords(tx, 'unread', whose, scale)
  const all = unread.length > 0 ? unread : await laidOpenWords(tx, 'read', whose, scale)
  const pages = inPages(all)
  const shown = (unread.length > 0 ? pages[0] : pages[page]) ?? []
  if (shown.length === 0) return { text: wording.say('no-originals') }
  await noteRead(tx, shown, { userid: person.userid, at })
  const left = unread.length > 0 ? pages.length > 1 : page + 1 < pages.length
  const head =
    unread.length > 0
      ? wording.say('originals-unread', { count: unread.length })
      : wording.say('originals-read')
  return { text: [head, ...shown.map(line), wording.say('originals-foot')].join('\n'), more: left }
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

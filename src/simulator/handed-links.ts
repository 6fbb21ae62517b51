import type { PhoneItem } from './fake-wecom/index.ts'
import type { SurveyLink } from './ports.ts'
import type { SupplierView, SurveyView } from './views.ts'

/** Links looked after at once; the oldest go first. */
const KEPT = 200

/** The survey links that phones have shown: a supplier gets only what somebody could pass on. */
export interface HandedLinks {
  /** Takes note of the links in an entry; true when one is new. */
  note(item: PhoneItem): boolean
  /** The suppliers of these links, the latest link first. */
  suppliers(): Promise<SupplierView[]>
}

/** Links of one origin, told apart by what `open` says of their tokens. */
export function createHandedLinks(
  origin: string,
  open: (token: string) => Promise<SurveyLink>,
): HandedLinks {
  const prefix = `${origin}/s/`
  /** By token; the subject is known once the link was open. */
  const links = new Map<string, (Omit<SurveyView, 'state'> & { party: string }) | undefined>()

  async function look(token: string): Promise<(SurveyView & { party: string })[]> {
    const state = await open(token)
    if (state.kind === 'open') {
      const { party, occasion, project, unit } = state
      links.set(token, { party, url: `${prefix}${token}`, occasion, project, unit })
    }
    const known = links.get(token)
    return known && state.kind !== 'unknown' ? [{ ...known, state: state.kind }] : []
  }

  return {
    note(item) {
      const found = tokensIn(item, prefix).filter((token) => !links.has(token))
      for (const token of found) links.set(token, undefined)
      for (const token of [...links.keys()].slice(0, -KEPT)) links.delete(token)
      return found.length > 0
    },
    async suppliers() {
      const seen = (await Promise.all([...links.keys()].map(look))).flat().reverse()
      const names = [...new Set(seen.map((link) => link.party))]
      return names.map((name) => ({
        name,
        links: seen.filter((link) => link.party === name).map(({ party: _, ...link }) => link),
      }))
    },
  }
}

function tokensIn(item: PhoneItem, prefix: string): string[] {
  if (item.from !== 'app') return []
  const text = item.kind === 'card' || item.kind === 'menu' ? JSON.stringify(item) : item.text
  const pieces = text.split(prefix).slice(1)
  return pieces.flatMap((piece) => /^[\w-]+/.exec(piece)?.[0] ?? [])
}

import { foreignLine } from '../wecom/index.ts'
import type { CounterTurn } from './parts.ts'
import { wording } from './wording.ts'

/** Whom the customer may turn to: liaisons and section staff of her contracts' units, each once. */
export async function contactWords({ own }: CounterTurn): Promise<string> {
  const lines = (await own.contracts()).flatMap(({ view }) => {
    const section = view.state.history.unit.sectionName ?? wording.say('any-section')
    return view.contacts.map(({ name, role, mobile }) => {
      const filling = { name: foreignLine(name), mobile: mobile ? `　${mobile}` : '' }
      return role === 'LIAISON'
        ? wording.say('contact-liaison', filling)
        : wording.say('contact-section', { ...filling, section: foreignLine(section) })
    })
  })
  const each = [...new Set(lines)]
  if (each.length === 0) return wording.say('contact-none')
  return [wording.say('contact-head'), ...each].join('\n')
}

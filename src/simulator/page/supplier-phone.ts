import type { SupplierView, SurveyView } from '../views.ts'
import { h } from './element.ts'
import { lookUp, say } from './words.ts'

/** A supplier's phone: plain 微信, with the survey links that somebody could pass on. */
export function supplierPhone(supplier: SupplierView): HTMLElement {
  const entries = supplier.links.map((link) =>
    h(
      'li',
      { class: 'entry' },
      h('span', { class: 'avatar avatar-plain', 'aria-hidden': 'true' }, link.unit.slice(0, 1)),
      h(
        'div',
        {},
        h('p', { class: 'sender' }, say('supplier-from', { unit: link.unit })),
        forwarded(link),
      ),
    ),
  )
  return h(
    'div',
    { class: 'app-chat plain' },
    h('p', { class: 'supplier-note' }, say('supplier-note', { name: supplier.name })),
    h('div', { class: 'log', tabindex: 0 }, h('ol', { class: 'entries' }, ...entries)),
  )
}

function forwarded(link: SurveyView): HTMLElement {
  const title = lookUp(`occasion-${link.occasion}`) ?? say('occasion-other')
  const parts = [h('strong', {}, title), h('span', { class: 'forwarded-about' }, link.project)]
  if (link.state !== 'open') {
    const state = say(link.state === 'used' ? 'survey-used' : 'survey-expired')
    return h(
      'div',
      { class: 'forwarded ended' },
      ...parts,
      h('span', { class: 'forwarded-act' }, state),
    )
  }
  return h(
    'a',
    { class: 'forwarded', href: link.url, target: '_blank', rel: 'noopener noreferrer' },
    ...parts,
    h('span', { class: 'forwarded-act' }, say('survey-open')),
  )
}

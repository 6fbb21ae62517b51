import { GROUPS, type Group, type PersonView, type SupplierView } from '../views.ts'
import type { SimulatorWord } from '../wording.ts'
import { button, h } from './element.ts'
import { say } from './words.ts'

const HEADING: Readonly<Record<Group, SimulatorWord>> = {
  liaison: 'group-liaison',
  section: 'group-section',
  leader: 'group-leader',
  other: 'group-other',
  stranger: 'group-stranger',
  customer: 'group-customer',
}

/** Whose phone is in hand: `m:` and a user id, or `s:` and a supplier's name. */
export type Choice = `m:${string}` | `s:${string}`

/** Everybody whose phone can be taken in hand. */
export interface PeopleList {
  readonly element: HTMLElement
  /** Shows the suppliers who can be asked by now. */
  suppliers(list: readonly SupplierView[]): void
  chosen(choice: Choice): void
  unread(userid: string, yes: boolean): void
}

/** The list, grouped, with a search field. */
export function createPeopleList(
  people: readonly PersonView[],
  choose: (choice: Choice) => void,
): PeopleList {
  const rows = new Map<Choice, HTMLElement>()
  const dots = new Map<string, HTMLElement>()
  let current: Choice | undefined

  const groups = GROUPS.map((group) => {
    const members = people
      .filter((person) => person.group === group)
      .map((person) => {
        const dot = h('span', {
          class: 'unread',
          role: 'img',
          'aria-label': say('unread'),
          hidden: true,
        })
        dots.set(person.userid, dot)
        return row(
          `m:${person.userid}`,
          person.name,
          [person.place, person.role].filter((text) => text !== '').join(' · '),
          dot,
        )
      })
    return section(say(HEADING[group]), members)
  })
  const supplierRows = h('ul', {})
  const noSuppliers = h('p', { class: 'people-hint' }, say('supplier-none'))
  const supplierGroup = h(
    'section',
    { class: 'people-group' },
    h('h3', {}, say('group-supplier')),
    noSuppliers,
    supplierRows,
  )
  const jumps = h(
    'div',
    { class: 'people-jumps' },
    ...[...groups, supplierGroup]
      .filter((group) => !group.hidden)
      .map((group) =>
        button('people-jump', group.querySelector('h3')?.textContent ?? '', () => {
          scroll.scrollTop = group.offsetTop
        }),
      ),
  )
  const none = h('p', { class: 'people-hint', hidden: true }, say('people-none'))
  const search = h('input', {
    type: 'search',
    class: 'people-search',
    placeholder: say('people-search'),
    'aria-label': say('people-search'),
  })
  search.addEventListener('input', filter)

  function row(choice: Choice, name: string, about: string, dot?: HTMLElement): HTMLElement {
    // A given name stands at the end, a firm's own name at the beginning.
    const face = choice.startsWith('s:') ? name.slice(0, 2) : name.slice(-2)
    const press = button(
      'person',
      h('span', { class: 'person-face', 'aria-hidden': 'true' }, face),
      () => choose(choice),
      { title: `${name}　${about}` },
    )
    press.append(
      h(
        'span',
        { class: 'person-text' },
        h('span', { class: 'person-name' }, name),
        h('span', { class: 'person-about' }, about),
      ),
    )
    if (dot) press.append(dot)
    if (choice === current) press.setAttribute('aria-current', 'true')
    rows.set(choice, press)
    return h('li', {}, press)
  }
  function filter(): void {
    const words = search.value.trim().toLowerCase().split(/\s+/)
    for (const press of rows.values()) {
      const text = (press.title || '').toLowerCase()
      const item = press.parentElement
      if (item) item.hidden = !words.every((word) => text.includes(word))
    }
    const asked = search.value.trim() !== ''
    for (const group of element.querySelectorAll<HTMLElement>('.people-group')) {
      const wanted = group === supplierGroup && !asked
      group.hidden = !wanted && group.querySelector('li:not([hidden])') === null
    }
    none.hidden = !asked || element.querySelector('li:not([hidden])') !== null
  }

  const scroll = h('div', { class: 'people-scroll' }, ...groups, supplierGroup, none)
  const element = h(
    'nav',
    { class: 'people', 'aria-label': say('people') },
    h('h2', {}, say('people')),
    search,
    jumps,
    scroll,
  )
  return {
    element,
    suppliers(list) {
      for (const key of [...rows.keys()]) if (key.startsWith('s:')) rows.delete(key)
      supplierRows.replaceChildren(
        ...list.map(({ name }) => row(`s:${name}`, name, say('role-supplier'))),
      )
      noSuppliers.hidden = list.length > 0
      filter()
    },
    chosen(choice) {
      if (current) rows.get(current)?.removeAttribute('aria-current')
      current = choice
      rows.get(choice)?.setAttribute('aria-current', 'true')
    },
    unread(userid, yes) {
      const dot = dots.get(userid)
      if (dot) dot.hidden = !yes
    },
  }
}

function section(title: string, rows: readonly HTMLElement[]): HTMLElement {
  return h(
    'section',
    { class: 'people-group', hidden: rows.length === 0 },
    h('h3', {}, title),
    h('ul', {}, ...rows),
  )
}

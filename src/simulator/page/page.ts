import type { ItemView, LiveView, PersonView, StartView, SupplierView } from '../views.ts'
import { createClockBar } from './clock-bar.ts'
import { button, h } from './element.ts'
import { createMemberPhone, type MemberPhone } from './member-phone.ts'
import { createNotice } from './notice.ts'
import { type Choice, createPeopleList } from './people-list.ts'
import { openReadMarks } from './read-marks.ts'
import { server } from './server.ts'
import { supplierPhone } from './supplier-phone.ts'
import { createTabs } from './tabs.ts'
import { createWirePanel } from './wire-panel.ts'
import { say } from './words.ts'

/** How often the links of the supplier in hand are asked after. */
const SURVEYS_MS = 2_000

/** The whole page: who there is, one phone, what WeCom saw. */
export interface Page {
  readonly element: HTMLElement
  happened(view: LiveView): void
  /** Whether the server answers; whenever it begins to, everything is asked anew. */
  connected(yes: boolean): void
}

/** The page as the server described it. */
export function createPage(start: StartView): Page {
  const marks = openReadMarks()
  const notice = createNotice()
  const wire = createWirePanel()
  const element = h('div', { class: 'page' })
  const tabs = createTabs(element)
  const unread = new Set<string>()
  let suppliers: readonly SupplierView[] = start.suppliers
  let choice: Choice | undefined
  let phone: MemberPhone | undefined
  /** What happened on the chosen phone while it was still being fetched. */
  let early: ItemView[] = []

  const time = h('span', { class: 'status-time', 'aria-hidden': 'true' })
  const clock = createClockBar(start.clock, notice.show, (text) => {
    time.textContent = text
  })
  const people = createPeopleList(start.people, (next) => void choose(next))
  const title = h('h2', { class: 'phone-title' })
  const owner = h('p', { class: 'phone-owner' })
  const screen = h('div', { class: 'screen' })
  const lost = h(
    'div',
    { class: 'lost', role: 'alert', hidden: true },
    h('strong', {}, say('away-title')),
    h('span', {}, say('away')),
  )
  const frame = h(
    'div',
    { class: 'phone' },
    h(
      'div',
      { class: 'status', 'aria-hidden': 'true' },
      time,
      h('span', { class: 'status-notch' }),
      h('span', { class: 'status-signal' }),
    ),
    h(
      'header',
      { class: 'phone-bar' },
      button('phone-back', '', () => tabs.show('people'), { 'aria-label': say('back') }),
      h('div', { class: 'phone-names' }, title, owner),
    ),
    screen,
  )
  element.append(
    h(
      'header',
      { class: 'top' },
      h('h1', {}, say('page-title')),
      h('p', { class: 'top-note' }, say('demo-note')),
      clock.element,
    ),
    lost,
    h(
      'main',
      { class: 'parts' },
      people.element,
      h('div', { class: 'stage' }, frame),
      wire.element,
    ),
    tabs.element,
    notice.element,
  )

  function mark(userid: string, yes: boolean): void {
    if (yes) unread.add(userid)
    else unread.delete(userid)
    people.unread(userid, yes)
    tabs.news(unread.size > 0)
  }
  function seen(userid: string, item: ItemView | undefined): void {
    if (item) marks.read(userid, Math.max(item.id, item.version))
    mark(userid, false)
  }

  async function choose(next: Choice): Promise<void> {
    choice = next
    people.chosen(next)
    history.replaceState(null, '', `#${encodeURIComponent(next)}`)
    tabs.show('phone')
    phone = undefined
    early = []
    if (next.startsWith('s:')) return showSupplier(next.slice(2))
    const person = start.people.find(({ userid }) => `m:${userid}` === next)
    if (person) await showMember(person, true)
  }
  async function showMember(person: PersonView, entering: boolean): Promise<void> {
    const answer = await server.phone(person.userid)
    if (choice !== `m:${person.userid}`) return // somebody else was chosen meanwhile
    const isCustomer = person.group === 'customer'
    head(
      say(isCustomer ? 'kf-name' : 'bot-name'),
      [person.name, person.place].filter((text) => text !== '').join(' · '),
      isCustomer,
    )
    if (!answer.ok) {
      const retry = button('retry', say('again'), () => void showMember(person, entering))
      return screen.replaceChildren(
        h(
          'div',
          { class: 'blank' },
          h('h3', {}, say('away-title')),
          h('p', {}, say('away')),
          retry,
        ),
      )
    }
    const { items, exchanges } = answer.value
    if (phone) {
      for (const item of items) phone.put(item)
    } else {
      phone = createMemberPhone(person, items, notice.show)
      for (const item of early) phone.put(item)
      screen.replaceChildren(phone.element)
    }
    wire.show(exchanges)
    seen(person.userid, items.at(-1))
    if (entering) await server.enter(person.userid)
  }
  function showSupplier(name: string): void {
    const supplier = suppliers.find((one) => one.name === name)
    if (supplier) {
      head(say('supplier-app'), name, true)
      screen.replaceChildren(supplierPhone(supplier))
      wire.show([], say('wire-supplier'))
    } else blank()
  }
  function blank(): void {
    head(say('bot-name'), '', false)
    screen.replaceChildren(
      h(
        'div',
        { class: 'blank' },
        h('h3', {}, say('choose-title')),
        h('p', {}, say('choose-text')),
      ),
    )
  }
  function head(name: string, of: string, plain: boolean): void {
    title.textContent = name
    owner.textContent = of
    owner.title = of
    frame.classList.toggle('is-plain', plain)
  }
  function showSuppliers(list: readonly SupplierView[]): void {
    suppliers = list
    people.suppliers(list)
    if (choice?.startsWith('s:')) showSupplier(choice.slice(2))
  }
  async function refresh(): Promise<void> {
    const answer = await server.start()
    if (!answer.ok) return
    clock.show(answer.value.clock)
    showSuppliers(answer.value.suppliers)
    news(answer.value.latest)
    const person = start.people.find(({ userid }) => `m:${userid}` === choice)
    if (person) await showMember(person, false)
  }
  function news(latest: StartView['latest']): void {
    for (const [userid, id] of Object.entries(latest)) {
      if (`m:${userid}` !== choice) mark(userid, id > marks.of(userid))
    }
  }

  people.suppliers(suppliers)
  news(start.latest)
  blank()
  const remembered = decodeURIComponent(location.hash.slice(1))
  if (
    start.people.some(({ userid }) => remembered === `m:${userid}`) ||
    suppliers.some(({ name }) => remembered === `s:${name}`)
  ) {
    void choose(remembered as Choice) // it is one of the two by the line above
  } else tabs.show('people')
  // A survey that was answered in another tab has another face here; nobody tells the server's simulator.
  setInterval(() => {
    if (document.hidden || !choice?.startsWith('s:')) return
    void server.suppliers().then((answer) => {
      if (answer.ok && JSON.stringify(answer.value) !== JSON.stringify(suppliers))
        showSuppliers(answer.value)
    })
  }, SURVEYS_MS)

  return {
    element,
    happened(view) {
      switch (view.kind) {
        case 'item':
          if (`m:${view.userid}` === choice) {
            if (phone) phone.put(view.item)
            else early.push(view.item)
            seen(view.userid, view.item)
          } else if (view.item.from === 'app') mark(view.userid, true)
          return
        case 'exchange':
          if (view.userids.length === 0 || view.userids.some((userid) => `m:${userid}` === choice))
            wire.add(view.exchange)
          return
        case 'suppliers':
          return showSuppliers(view.suppliers)
        case 'clock':
          return clock.show(view.clock)
      }
    },
    connected(yes) {
      lost.hidden = yes
      // The first time too: what happened before the line stood is told by nobody else.
      if (yes) void refresh()
    },
  }
}

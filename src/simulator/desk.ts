import { OfficeError } from '../base/index.ts'
import type { SimulatorDesk } from './api-routes.ts'
import type { Customers } from './customers.ts'
import type { ExchangeRecord } from './exchange-record.ts'
import type { FakeWecom, PhoneItem } from './fake-wecom/index.ts'
import type { HandedLinks } from './handed-links.ts'
import { peopleToChoose } from './members.ts'
import type { SimulatorPorts } from './ports.ts'
import type { ActView, ClockView, ItemView, SupplierView } from './views.ts'
import type { SimulatorWording } from './wording.ts'

/** An entry as it travels. */
export const viewOf = (item: PhoneItem): ItemView => ({ ...item, at: item.at.toISOString() })

/** The office's clock as it travels. */
export function clockView(clock: SimulatorPorts['clock']): ClockView {
  const next = clock.nextReminder()?.toISOString()
  return {
    now: clock.now().toISOString(),
    movedMs: clock.moved(),
    ...(next !== undefined && { nextReminder: next }),
  }
}

/** Answers the page from the fake server's phones. */
export function createDesk(parts: {
  readonly ports: Pick<SimulatorPorts, 'people' | 'clock'>
  readonly customers: Customers
  readonly fake: FakeWecom
  readonly links: HandedLinks
  readonly record: ExchangeRecord
  readonly wording: SimulatorWording
  readonly told: (view: ClockView) => void
}): SimulatorDesk {
  const { ports, customers, fake, links, record, wording } = parts
  const outcome = async (act: Promise<ActView>): Promise<ActView> => ({ kind: (await act).kind })
  const lastSaid = (userid: string): number | undefined =>
    fake.phone(userid).findLast((item) => item.from === 'app')?.id
  const suppliers = (): Promise<SupplierView[]> => links.suppliers()

  return {
    suppliers,
    async start() {
      const members = peopleToChoose(await ports.people(), wording.say)
      const people = [...members, ...(await customers.people())]
      const said = people.map(({ userid }) => [userid, lastSaid(userid)] as const)
      const latest = Object.fromEntries(said.flatMap(([id, last]) => (last ? [[id, last]] : [])))
      const clock = clockView(ports.clock)
      return { words: wording.all, people, suppliers: await suppliers(), clock, latest }
    },
    phone: (userid) => ({ items: fake.phone(userid).map(viewOf), exchanges: record.of(userid) }),
    picture: (mediaId) => fake.kept(mediaId),
    // The first opening of an app is a subscription (doc 90240), and the bot introduces itself.
    enter(userid) {
      if (customers.has(userid)) return outcome(customers.enter(userid))
      const isFirst = fake.phone(userid).length === 0
      return outcome(isFirst ? fake.event(userid, 'subscribe') : fake.enter(userid))
    },
    say: (userid, text) => outcome((customers.has(userid) ? customers : fake).say(userid, text)),
    voice: (userid) =>
      outcome((customers.has(userid) ? customers : fake).sendOther(userid, 'voice')),
    sendPicture: (userid, bytes, type) =>
      outcome(
        customers.has(userid)
          ? customers.sendOther(userid, 'image')
          : fake.sendImage(userid, bytes, type),
      ),
    async tap(userid, taskId, key, selected) {
      try {
        return await outcome(
          customers.has(userid)
            ? customers.tap(userid, key)
            : fake.tap(userid, taskId, key, selected),
        )
      } catch (error) {
        if (error instanceof OfficeError && error.code === 'simulator.no-such-button') {
          return { kind: 'no-such-button' }
        }
        throw error
      }
    },
    async moveClock(to) {
      if (to <= ports.clock.now()) return undefined
      await ports.clock.moveTo(to)
      const view = clockView(ports.clock)
      parts.told(view)
      return view
    },
  }
}

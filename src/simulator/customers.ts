import type { FakeWecom } from './fake-wecom/index.ts'
import type { SimulatedCustomer, SimulatorPorts } from './ports.ts'
import type { ActView, PersonView } from './views.ts'
import type { SimulatorWording } from './wording.ts'

/** What the external_userid of a simulated customer begins with; no member's account does. */
const PREFIX = 'wmsim-'

/** Suppliers on plain 微信: they reach the office through 微信客服 only. */
export interface Customers {
  people(): Promise<PersonView[]>
  /** Whether that phone is one of theirs. */
  has(userid: string): boolean
  /** The first time she scans the contract's QR, later she opens the account. */
  enter(userid: string): Promise<ActView>
  say(userid: string, text: string): Promise<ActView>
  /** Taps the line of a menu that reads so. Throws `simulator.no-such-button`. */
  tap(userid: string, label: string): Promise<ActView>
  sendOther(userid: string, type: string): Promise<ActView>
}

const idOf = ({ lotId, partyId }: SimulatedCustomer): string => `${PREFIX}${lotId}-${partyId}`

/** The customers of one simulator. */
export function createCustomers(
  fake: FakeWecom,
  ports: Pick<SimulatorPorts, 'customers' | 'linkFor'>,
  say: SimulatorWording['say'],
): Customers {
  async function sceneOf(userid: string): Promise<{ scene?: string; sceneParam?: string }> {
    if (fake.phone(userid).length > 0) return {}
    const customer = (await ports.customers()).find((one) => idOf(one) === userid)
    return customer ? { scene: 'contract', sceneParam: await ports.linkFor(customer) } : {}
  }
  return {
    people: async () =>
      (await ports.customers()).map((customer) => ({
        userid: idOf(customer),
        name: customer.party,
        group: 'customer' as const,
        role: say('role-customer'),
        place: customer.project,
      })),
    has: (userid) => userid.startsWith(PREFIX),
    enter: async (userid) => fake.kf.enter(userid, await sceneOf(userid)),
    say: (userid, text) => fake.kf.say(userid, text),
    tap: (userid, label) => fake.kf.tap(userid, label),
    sendOther: (userid, type) => fake.kf.sendOther(userid, type),
  }
}

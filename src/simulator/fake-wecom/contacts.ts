import { z } from 'zod'
import { type Clock, type Entropy, officeDay } from '../../base/index.ts'
import { cdata } from '../../wecom/index.ts'
import { type Answer, done, refuse } from './answers.ts'
import type { CallbackOutcome, Callbacks } from './callbacks.ts'
import type { Phones } from './phone.ts'

/** What members and people in 微信 do about 客户联系 (docs 92130, 92135, 92228). */
export interface FakeContacts {
  /** Somebody scans a member's QR. Throws where there is none such. */
  scan(customer: string, qrUrl: string): Promise<CallbackOutcome>
  /** The two part: the member deletes the customer, or the customer the member. */
  part(customer: string, userid: string, by: 'member' | 'customer'): Promise<CallbackOutcome>
  /** What waits for the member's confirmation, oldest first. */
  tasks(userid: string): readonly { readonly text: string; readonly customers: readonly string[] }[]
  /** The member confirms everything that waits: only now it is sent. */
  confirm(userid: string): void
  /** Whether somebody is a contact of any member. */
  isContact(customer: string): boolean
  /** The callback of the latest change once more. */
  changedAgain(): Promise<CallbackOutcome>
  /** The app's calls below `externalcontact/`. */
  call(path: string, json: unknown): Answer | undefined
}

const wayRequest = z.strictObject({
  type: z.literal(1),
  scene: z.literal(2),
  skip_verify: z.boolean().optional(),
  remark: z.string().max(30).optional(),
  state: z.string().max(30).optional(),
  user: z.array(z.string().min(1)).length(1),
})
const getRequest = z.strictObject({ config_id: z.string().min(1) })
const taskRequest = z.strictObject({
  chat_type: z.literal('single'),
  external_userid: z.array(z.string().min(1)).min(1).max(10_000),
  sender: z.string().min(1),
  text: z.strictObject({
    content: z.string().refine((text) => Buffer.byteLength(text) <= 4_000),
  }),
})

interface Task {
  readonly userid: string
  readonly text: string
  readonly customers: readonly string[]
}

const daysOf = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate()

/** No ways and no contacts yet. */
export function createContacts(office: {
  readonly corpId: string
  readonly clock: Clock
  readonly entropy: Entropy
  readonly phones: Phones
  readonly callbacks: Callbacks
  readonly isAllowed: boolean
}): FakeContacts {
  const { clock, entropy, phones } = office
  const ways = new Map<string, { qrUrl: string; userid: string; state: string }>()
  const friends = new Set<string>()
  /** Messages to a customer of a month, and the day of the last one. */
  const written = new Map<string, { count: number; day: string }>()
  let waiting: Task[] = []
  let latest: readonly [xml: string, customer: string] | undefined
  const pair = (userid: string, customer: string): string => `${userid.toLowerCase()} ${customer}`

  function tell(
    change: string,
    userid: string,
    customer: string,
    more = '',
  ): Promise<CallbackOutcome> {
    const seconds = Math.floor(clock.now().getTime() / 1000)
    const xml = `<xml><ToUserName>${cdata(office.corpId)}</ToUserName><FromUserName><![CDATA[sys]]></FromUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[change_external_contact]]></Event><ChangeType>${cdata(change)}</ChangeType><UserID>${cdata(userid)}</UserID><ExternalUserID>${cdata(customer)}</ExternalUserID>${more}</xml>`
    latest = [xml, customer]
    return office.callbacks.deliver(xml, customer, true)
  }

  /** Whether WeCom would let this member write to this customer once more. */
  function reachable(userid: string, customer: string): boolean {
    const today = officeDay(clock.now())
    const month = today.slice(0, 7)
    const { count = 0, day = '' } = written.get(`${month} ${customer}`) ?? {}
    return friends.has(pair(userid, customer)) && count < daysOf(month) && day !== today
  }

  function addTask(json: unknown): Answer {
    const read = taskRequest.safeParse(json)
    if (!read.success) return refuse(40058, 'invalid request')
    const { sender, external_userid, text } = read.data
    const customers = external_userid.filter((one) => reachable(sender, one))
    if (customers.length === 0) return refuse(41048, 'no customer to send')
    const today = officeDay(clock.now())
    for (const one of customers) {
      const key = `${today.slice(0, 7)} ${one}`
      written.set(key, { count: (written.get(key)?.count ?? 0) + 1, day: today })
    }
    waiting.push({ userid: sender.toLowerCase(), text: text.content, customers })
    const fail_list = external_userid.filter((one) => !customers.includes(one))
    return done({ fail_list, msgid: entropy.bytes(12).toString('hex') })
  }

  return {
    scan(customer, qrUrl) {
      const way = [...ways.values()].find((one) => one.qrUrl === qrUrl)
      if (!way) throw new Error('no such way')
      friends.add(pair(way.userid, customer))
      const more = `<State>${cdata(way.state)}</State><WelcomeCode>${cdata(entropy.bytes(9).toString('hex'))}</WelcomeCode>`
      return tell('add_external_contact', way.userid, customer, more)
    },
    part(customer, userid, by) {
      friends.delete(pair(userid, customer))
      return tell(by === 'member' ? 'del_external_contact' : 'del_follow_user', userid, customer)
    },
    tasks: (userid) => waiting.filter((task) => task.userid === userid.toLowerCase()),
    confirm(userid) {
      const mine = waiting.filter((task) => task.userid === userid.toLowerCase())
      waiting = waiting.filter((task) => !mine.includes(task))
      for (const { customers, text } of mine)
        for (const customer of customers)
          phones.show(customer, { from: 'app', kind: 'text', via: 'send', text })
    },
    isContact: (customer) => [...friends].some((one) => one.endsWith(` ${customer}`)),
    async changedAgain() {
      if (!latest) throw new Error('nothing has changed')
      return office.callbacks.deliver(...latest, true)
    },
    call(path, json) {
      if (!office.isAllowed) return refuse(48002, 'api forbidden')
      switch (path) {
        case 'externalcontact/add_contact_way': {
          const read = wayRequest.safeParse(json)
          if (!read.success) return refuse(40058, 'invalid request')
          const config_id = entropy.bytes(16).toString('hex')
          const qrUrl = `https://wework.qpic.cn/wwpic/${config_id}/0`
          const [userid = ''] = read.data.user
          ways.set(config_id, { qrUrl, userid, state: read.data.state ?? '' })
          return done({ config_id, qr_code: qrUrl })
        }
        case 'externalcontact/get_contact_way': {
          const id = getRequest.safeParse(json).data?.config_id ?? ''
          const way = ways.get(id)
          if (!way) return refuse(41044, 'invalid config id')
          const { qrUrl: qr_code, userid, state } = way
          return done({
            contact_way: { config_id: id, type: 1, scene: 2, qr_code, state, user: [userid] },
          })
        }
        case 'externalcontact/add_msg_template':
          return addTask(json)
        default:
          return undefined
      }
    },
  }
}

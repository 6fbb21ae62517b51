import { type Clock, type Entropy, OfficeError } from '../../base/index.ts'
import { cdata } from '../../wecom/index.ts'
import { type Answer, done, refuse } from './answers.ts'
import type { CallbackOutcome, Callbacks } from './callbacks.ts'
import { createKfLog } from './kf-log.ts'
import { eventRequest, type KfContent, sendRequest, wayRequest } from './kf-rules.ts'
import type { Phones } from './phone.ts'

const WINDOW_MS = 48 * 3_600_000
const MESSAGES = 5
const WELCOME_MS = 20_000

/** What customers of 微信客服 do, and what can go wrong with it. Customers are external_userids. */
export interface FakeKf {
  /** Opens the account by its link or QR. */
  enter(customer: string, by?: { scene?: string; sceneParam?: string }): Promise<CallbackOutcome>
  say(customer: string, text: string): Promise<CallbackOutcome>
  /** Taps the line of the newest menu that reads so. Throws `simulator.no-such-button`. */
  tap(customer: string, label: string): Promise<CallbackOutcome>
  /** A message that is no text. */
  sendOther(customer: string, type: string): Promise<CallbackOutcome>
  /** The callback of something that happened before, once more. */
  notifyAgain(): Promise<CallbackOutcome>
  /** The next so many callbacks are lost on the way. */
  loseCallbacks(count: number): void
  forgetCursors(): void
  /** What happened comes back latest first, over all pages of a fetch. */
  shuffle(on: boolean): void
  /** At most so many entries a page. */
  pageSize(most: number): void
  /** The next message is taken, and reported as not delivered afterwards. */
  failNextDelivery(failType: number): void
  /** The app's calls below `kf/`. */
  call(path: string, json: unknown): Answer | undefined
}

interface Customer {
  lastOwnAt: number
  sent: number
  welcomedAt: number
}

/** One account of 微信客服, and its customers. */
export function createKf(office: {
  readonly corpId: string
  readonly kfId: string
  readonly clock: Clock
  readonly entropy: Entropy
  readonly phones: Phones
  readonly callbacks: Callbacks
}): FakeKf {
  const { corpId, kfId, clock, entropy, phones, callbacks } = office
  const log = createKfLog(kfId, clock, entropy)
  const customers = new Map<string, Customer>()
  const codes = new Map<string, { customer: string; until: number }>()
  const msgids = new Set<string>()
  const failing: number[] = []
  let lost = 0
  const now = (): number => clock.now().getTime()

  const of = (customer: string): Customer => {
    const known = customers.get(customer) ?? { lastOwnAt: 0, sent: 0, welcomedAt: 0 }
    customers.set(customer, known)
    return known
  }

  async function notify(customer: string): Promise<CallbackOutcome> {
    if (lost > 0) {
      lost -= 1
      return { kind: 'answered' }
    }
    const seconds = Math.floor(now() / 1000)
    const xml = `<xml><ToUserName>${cdata(corpId)}</ToUserName><CreateTime>${seconds}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event><Token>${cdata(log.newToken())}</Token><OpenKfId>${cdata(kfId)}</OpenKfId></xml>`
    return callbacks.deliver(xml, customer, true)
  }

  function own(customer: string, message: object): Promise<CallbackOutcome> {
    Object.assign(of(customer), { lastOwnAt: now(), sent: 0 })
    log.add({ open_kfid: kfId, external_userid: customer, origin: 3, ...message })
    return notify(customer)
  }

  const event = (customer: string, body: object): void =>
    log.add({
      origin: 4,
      msgtype: 'event',
      event: { open_kfid: kfId, external_userid: customer, ...body },
    })

  function show(customer: string, content: KfContent): void {
    if (content.msgtype === 'text') {
      const { content: text } = content.text
      phones.show(customer, { from: 'app', kind: 'text', via: 'send', text })
      return
    }
    const { head_content = '', list, tail_content = '' } = content.msgmenu
    phones.show(customer, {
      from: 'app',
      kind: 'menu',
      text: head_content,
      tail: tail_content,
      choices: list.map((line) =>
        line.type === 'click'
          ? { id: line.click.id, label: line.click.content }
          : line.type === 'view'
            ? { url: line.view.url, label: line.view.content }
            : { label: line.text.content },
      ),
    })
  }

  /** The name of a message: given or made; refused where it was given before. */
  function claim(msgid: string | undefined): string | undefined {
    const name = msgid || entropy.bytes(12).toString('hex')
    if (msgids.has(name)) return undefined
    msgids.add(name)
    return name
  }

  function deliver(customer: string, msgid: string, content: KfContent): Answer {
    const failure = failing.shift()
    if (failure === undefined) show(customer, content)
    else event(customer, { event_type: 'msg_send_fail', fail_msgid: msgid, fail_type: failure })
    return done({ msgid })
  }

  function send(json: unknown): Answer {
    const read = sendRequest.safeParse(json)
    if (!read.success) return refuse(40058, 'invalid request')
    const { touser, open_kfid, msgid } = read.data
    if (open_kfid !== kfId) return refuse(95000, 'invalid open_kfid')
    const customer = customers.get(touser)
    if (!customer) return refuse(40096, 'invalid external userid')
    if (customer.lastOwnAt <= now() - WINDOW_MS) return refuse(95018, 'send msg session expired')
    if (customer.sent >= MESSAGES) return refuse(95001, 'send msg count limit')
    const name = claim(msgid)
    if (name === undefined) return refuse(40058, 'msgid was used before')
    customer.sent += 1
    return deliver(touser, name, read.data)
  }

  function sendOnEvent(json: unknown): Answer {
    const read = eventRequest.safeParse(json)
    if (!read.success) return refuse(40058, 'invalid request')
    const code = codes.get(read.data.code)
    if (!code || code.until <= now()) return refuse(95007, 'invalid code')
    const name = claim(read.data.msgid)
    if (name === undefined) return refuse(40058, 'msgid was used before')
    codes.delete(read.data.code)
    of(code.customer).welcomedAt = now()
    return deliver(code.customer, name, read.data)
  }

  function contactWay(json: unknown): Answer {
    const read = wayRequest.safeParse(json)
    if (!read.success) return refuse(40058, 'invalid request')
    if (read.data.open_kfid !== kfId) return refuse(95000, 'invalid open_kfid')
    const scene = encodeURIComponent(`ENC${read.data.scene ?? ''}`)
    return done({ url: `https://work.weixin.qq.com/kf/${kfId}?enc_scene=${scene}` })
  }

  return {
    enter(customer, { scene = '', sceneParam = '' } = {}) {
      const known = of(customer)
      const quiet = now() - WINDOW_MS
      const isGreeted = known.lastOwnAt > quiet || known.welcomedAt > quiet
      const code = isGreeted ? undefined : entropy.bytes(16).toString('hex')
      if (code) codes.set(code, { customer, until: now() + WELCOME_MS })
      event(customer, {
        event_type: 'enter_session',
        scene,
        scene_param: sceneParam,
        ...(code && { welcome_code: code }),
      })
      return notify(customer)
    },
    say(customer, text) {
      phones.show(customer, { from: 'member', kind: 'text', text })
      return own(customer, { msgtype: 'text', text: { content: text } })
    },
    async tap(customer, label) {
      const menu = phones
        .items(customer)
        .findLast((item) => item.kind === 'menu' && item.choices.some((c) => c.label === label))
      const choice = menu?.kind === 'menu' ? menu.choices.find((c) => c.label === label) : undefined
      if (choice?.id === undefined) throw new OfficeError('simulator.no-such-button', { label })
      phones.show(customer, { from: 'member', kind: 'text', text: label })
      return own(customer, { msgtype: 'text', text: { content: label, menu_id: choice.id } })
    },
    sendOther(customer, type) {
      phones.show(customer, { from: 'member', kind: 'other', type })
      return own(customer, { msgtype: type, [type]: { media_id: 'none' } })
    },
    notifyAgain: () => notify('nobody'),
    loseCallbacks(count) {
      lost += count
    },
    forgetCursors: log.forgetCursors,
    shuffle: log.shuffle,
    pageSize: log.pageSize,
    failNextDelivery: (failType) => void failing.push(failType),
    call(path, json) {
      switch (path) {
        case 'kf/sync_msg':
          return log.sync(json)
        case 'kf/send_msg':
          return send(json)
        case 'kf/send_msg_on_event':
          return sendOnEvent(json)
        case 'kf/add_contact_way':
          return contactWay(json)
        default:
          return undefined
      }
    },
  }
}

import { type Clock, type Entropy, splitBytes, withinTime } from '../../base/index.ts'
import {
  type CallbackKeys,
  cdata,
  encrypt,
  type Fetch,
  open,
  parseXml,
  signatureOf,
} from '../../wecom/index.ts'
import type { Exchange } from './exchange.ts'
import type { Phones } from './phone.ts'

/** How long WeCom waits, and how often it sends again (docs 90238, 90930). */
const WAIT_MS = 5_000
const RETRIES = 3
const VERIFY_MS = 1_000
const PASSIVE_BYTES = 2048

/** What became of a callback. */
export type CallbackOutcome =
  /** Answered in time; `reply` is what the phone shows of it, absent for an empty body. */
  | { readonly kind: 'answered'; readonly reply?: string }
  /** Answered in time with a passive reply that WeCom does not show: the callback was a tap. */
  | { readonly kind: 'discarded' }
  /** Answered in time with something that is no sealed reply. */
  | { readonly kind: 'unreadable' }
  /** Answered too late, with another status than 200, or not at all. Sent again at `retryAt`, if that is still to come. */
  | {
      readonly kind: 'late' | 'failed'
      readonly status?: number
      readonly attempts: number
      readonly retryAt?: Date
    }

/** A plaintext on its way to the app. */
interface Delivery {
  readonly xml: string
  readonly userId: string
  readonly isTap: boolean
  attempts: number
  dueAt: number
}

/** WeCom's side of the callback. */
export interface Callbacks {
  deliver(xml: string, userId: string, isTap?: boolean): Promise<CallbackOutcome>
  /** Sends again what is due by now. */
  retryDue(): Promise<CallbackOutcome[]>
  /** Callbacks that will be sent again. */
  waiting(): number
  /** Verifies the app's URL (doc 90238): whether it answered with the bare text. */
  verifyUrl(): Promise<boolean>
}

/** Callbacks to one app. */
export function createCallbacks(app: {
  readonly url: string
  readonly keys: CallbackKeys
  readonly agentId: string
  readonly fetch: Fetch
  readonly clock: Clock
  readonly entropy: Entropy
  readonly phones: Phones
  /** Called with the milliseconds until retryDue has something to do. */
  readonly later: (milliseconds: number) => void
  readonly seen: (exchange: Exchange) => void
}): Callbacks {
  const { keys, clock, entropy, phones } = app
  let queue: Delivery[] = []
  /** Messages whose reply is on the phone. WeCom sends one again only where it took no reply, and so shows one. */
  const replied = new Set<string>()
  const now = (): number => clock.now().getTime()

  function sealed(text: string): { query: URLSearchParams; ciphertext: string } {
    // Sealed anew each time: a repeat has the same plaintext and nothing else in common.
    const ciphertext = encrypt(keys, text, entropy.bytes(16))
    const timestamp = String(Math.floor(now() / 1000))
    const nonce = entropy.bytes(5).toString('hex')
    const msg_signature = signatureOf(keys.token, timestamp, nonce, ciphertext)
    return { ciphertext, query: new URLSearchParams({ msg_signature, timestamp, nonce }) }
  }

  async function post(xml: string): Promise<{ status: number; body: string } | undefined> {
    const { ciphertext, query } = sealed(xml)
    const body = `<xml><ToUserName>${cdata(keys.receiveId)}</ToUserName><AgentID>${cdata(app.agentId)}</AgentID><Encrypt>${cdata(ciphertext)}</Encrypt></xml>`
    try {
      return await withinTime(WAIT_MS, async (signal) => {
        const headers = { 'content-type': 'text/xml' }
        const url = `${app.url}?${query}`
        const response = await app.fetch(url, { method: 'POST', headers, body, signal })
        return { status: response.status, body: await response.text() }
      })
    } catch {
      return undefined
    }
  }

  async function attempt(delivery: Delivery): Promise<CallbackOutcome> {
    const started = now()
    delivery.attempts += 1
    const answer = await post(delivery.xml)
    const late = now() - started > WAIT_MS
    const reply = answer && passiveContent(keys, answer.body, delivery.userId)
    app.seen({
      kind: 'callback',
      at: new Date(started),
      userId: delivery.userId,
      plaintext: delivery.xml,
      attempt: delivery.attempts,
      status: answer?.status,
      reply,
    })
    if (answer?.status === 200 && !late) return shown(delivery, answer.body, reply)
    const { attempts } = delivery
    const kind = late ? 'late' : 'failed'
    const status = answer && { status: answer.status }
    if (attempts > RETRIES) return { kind, ...status, attempts }
    delivery.dueAt = started + WAIT_MS
    queue.push(delivery)
    app.later(Math.max(0, delivery.dueAt - now()))
    return { kind, ...status, attempts, retryAt: new Date(delivery.dueAt) }
  }

  function shown(
    { userId, isTap, xml }: Delivery,
    body: string,
    content: string | undefined,
  ): CallbackOutcome {
    if (body === '') return { kind: 'answered' }
    if (content === undefined) return { kind: 'unreadable' }
    if (isTap) return { kind: 'discarded' }
    const [reply = ''] = splitBytes(content, PASSIVE_BYTES)
    if (!replied.has(xml)) {
      replied.add(xml)
      phones.show(userId, { from: 'app', via: 'passive', kind: 'text', text: reply })
    }
    return { kind: 'answered', reply }
  }

  return {
    deliver: (xml, userId, isTap = false) =>
      attempt({ xml, userId, isTap, attempts: 0, dueAt: now() }),
    async retryDue() {
      const due = queue.filter((delivery) => delivery.dueAt <= now())
      queue = queue.filter((delivery) => !due.includes(delivery))
      const outcomes: CallbackOutcome[] = []
      for (const delivery of due) outcomes.push(await attempt(delivery))
      return outcomes
    },
    waiting: () => queue.length,
    async verifyUrl() {
      const echo = String(entropy.integer(1_000_000_000))
      const { ciphertext, query } = sealed(echo)
      query.set('echostr', ciphertext)
      return withinTime(VERIFY_MS, async (signal) => {
        const response = await app.fetch(`${app.url}?${query}`, { signal })
        return response.status === 200 && (await response.text()) === echo
      })
    },
  }
}

/** The text of a sealed passive reply to that member, or undefined when it is anything else. */
function passiveContent(keys: CallbackKeys, body: string, userId: string): string | undefined {
  const outer = parseXml(body)
  const opened = open(keys, {
    signature: String(outer?.msgsignature),
    timestamp: String(outer?.timestamp),
    nonce: String(outer?.nonce),
    ciphertext: String(outer?.encrypt),
  })
  const inner = opened.kind === 'ok' ? parseXml(opened.text) : undefined
  const { tousername, msgtype, content } = inner ?? {}
  if (msgtype !== 'text' || typeof content !== 'string') return undefined
  return String(tousername).toLowerCase() === userId.toLowerCase() ? content : undefined
}

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock, Entropy } from '../../base/index.ts'
import { callbackKeys, type Fetch } from '../../wecom/index.ts'
import { type Answer, type Asked, asResponse } from './answers.ts'
import { type ApiCall, aborted, answerApi } from './api.ts'
import { type Callbacks, createCallbacks } from './callbacks.ts'
import { createCards } from './cards.ts'
import { createContacts, type FakeContacts } from './contacts.ts'
import type { Exchange } from './exchange.ts'
import { ConnectionLost, createFaults, type Faults } from './faults.ts'
import { createKf, type FakeKf } from './kf.ts'
import { createMedia, type FakeMedia, type KeptFile } from './media.ts'
import { createMemberActs, type MemberActs } from './member.ts'
import { nodeHandler } from './node-handler.ts'
import { createPhones, type PhoneItem, type Phones } from './phone.ts'
import { createSending, type Standing } from './send.ts'
import { createSignIn, type FakeSignIn } from './sign-in.ts'
import { createTokens } from './tokens.ts'
import { updateCard } from './update-card.ts'

/** The corp and the app that the fake server plays WeCom for. */
export interface FakeWecomOptions {
  readonly corpId: string
  readonly agentId: string
  readonly secret: string
  readonly token: string
  /** The EncodingAESKey, 43 letters and digits. */
  readonly aesKey: string
  readonly clock: Clock
  readonly entropy: Entropy
  /** The open_kfid of its 微信客服 account; `wkfake` unless given. */
  readonly kfId?: string
  /** false: 客户联系 does not let the app call it (48002). */
  readonly contactsAllowed?: false
  /** The app's 可信域名 as an origin; without it any is trusted. */
  readonly trusted?: string
  /** true: WeCom names everybody in 微信 who opens a page; else only members' external contacts. */
  readonly namesEverybody?: true
  /** The app's callback URL. */
  readonly deliver: string
  /** How callbacks reach the app. */
  readonly fetch: Fetch
  /** Who is a member of the corp; everybody, if not given. */
  readonly standing?: (userId: string) => Standing
  /** Told when a callback is to be sent again: after so many milliseconds `retryDue` has work. Tests move the clock instead. */
  readonly later?: (milliseconds: number) => void
  /** Told of every call and callback, once it is over. */
  readonly seen?: (exchange: Exchange) => void
}

/** A WeCom server that speaks the documented protocol and refuses what WeCom refuses. */
export interface FakeWecom
  extends MemberActs,
    Omit<Callbacks, 'deliver'>,
    Pick<Faults, 'failNext' | 'setDown'>,
    Pick<Phones, 'watch'>,
    Pick<FakeMedia, 'kept'> {
  /** The API as the platform's fetch, for use in one process; any host and mount path. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>
  /** The API as a handler for node:http or Koa, under any mount path. */
  readonly handle: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
  /** What the member's phone shows, oldest first. */
  phone(userId: string): readonly PhoneItem[]
  /** The 微信客服 account: what its customers do; their phones are those of `phone`. */
  readonly kf: FakeKf
  /** 客户联系: members and their external contacts. */
  readonly contacts: FakeContacts
  /** The page that tells the app who opened it. */
  readonly signIn: FakeSignIn
  /** The bytes behind a picture on a phone; undefined after three days. */
  picture(mediaId: string): Promise<Buffer | undefined>
  /** Messages to the member that were taken and silently not delivered. */
  dropped(userId: string): number
  /** Makes every access token invalid before its time. */
  revokeTokens(): void
  /** Puts back what a phone showed before a restart. Its cards can be tapped again; response codes are gone. */
  restore(userId: string, items: readonly PhoneItem[]): void
  /** Puts back a picture, before the phones that show it. */
  restorePicture(mediaId: string, file: KeptFile): void
  /** The last 1,000 calls of the API. */
  readonly calls: readonly ApiCall[]
}

const CALLS_KEPT = 1000
/** The account's open_kfid where none is given. */
const FAKE_KF_ID = 'wkfake'

/** A fake server for one app, with empty phones. */
export function createFakeWecom(options: FakeWecomOptions): FakeWecom {
  const { corpId, agentId, clock, entropy, standing = () => 'member', seen = () => {} } = options
  const phones = createPhones(clock)
  const cards = createCards(clock, entropy)
  const media = createMedia(clock, entropy)
  const tokens = createTokens(options, clock, entropy)
  const faults = createFaults()
  const office = { corpId, agentId, clock, entropy, phones, cards, media, standing }
  const sending = createSending(office)
  const callbacks = createCallbacks({
    ...office,
    url: options.deliver,
    keys: callbackKeys({
      token: options.token,
      encodingAesKey: options.aesKey,
      receiveId: corpId,
    }),
    fetch: options.fetch,
    later: options.later ?? (() => {}),
    seen,
  })
  const kf = createKf({ ...office, callbacks, kfId: options.kfId ?? FAKE_KF_ID })
  const contacts = createContacts({
    ...office,
    callbacks,
    isAllowed: options.contactsAllowed !== false,
  })
  const signIn = createSignIn({
    ...office,
    ...(options.trusted !== undefined && { trusted: options.trusted }),
    isNamed: (customer) => options.namesEverybody === true || contacts.isContact(customer),
  })
  const calls: ApiCall[] = []

  const answer = (request: Asked): Promise<Answer | Response> =>
    answerApi(request, {
      tokens,
      media,
      faults,
      visitor: signIn.visitor,
      send: sending.send,
      update: (json) => updateCard(json, office),
      below: { kf: kf.call, externalcontact: contacts.call },
      note({ path, request, answer: given }) {
        const at = clock.now()
        calls.push({ path, at, ...(given && { errcode: given.errcode }) })
        if (calls.length > CALLS_KEPT) calls.shift()
        seen({ kind: 'call', at, path, request, answer: given })
      },
    })

  return {
    ...createMemberActs({ ...office, callbacks }),
    kf,
    contacts,
    signIn,
    retryDue: callbacks.retryDue,
    waiting: callbacks.waiting,
    verifyUrl: callbacks.verifyUrl,
    failNext: faults.failNext,
    setDown: faults.setDown,
    watch: phones.watch,
    phone: phones.items,
    dropped: sending.dropped,
    revokeTokens: tokens.revoke,
    kept: media.kept,
    restorePicture: media.restore,
    restore(userId, items) {
      phones.restore(userId, items)
      for (const item of items) {
        if (item.kind === 'card' && item.taskId) cards.restore(item.taskId, userId.toLowerCase())
      }
    },
    calls,
    handle: nodeHandler(answer),
    async fetch(url, init) {
      try {
        const answered = answer(new Request(url, init))
        // A Request forgets its caller's signal when garbage is collected: a hanging one would hang for ever.
        const given = await (init?.signal
          ? Promise.race([answered, aborted(init.signal)])
          : answered)
        return given instanceof Response ? given : asResponse(given)
      } catch (error) {
        // What the platform's fetch says of a broken connection.
        throw error instanceof ConnectionLost ? new TypeError('fetch failed') : error
      }
    },
    async picture(mediaId) {
      const response = media.get(mediaId)
      const isFile = response.headers.has('content-disposition')
      return isFile ? Buffer.from(await response.arrayBuffer()) : undefined
    },
  }
}

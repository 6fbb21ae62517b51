import { type Clock, type Entropy, OfficeError } from '../../base/index.ts'
import type { CallbackOutcome, Callbacks } from './callbacks.ts'
import { keysOf } from './card-rules.ts'
import type { FakeCards } from './cards.ts'
import type { FakeMedia } from './media.ts'
import type { Phones } from './phone.ts'
import { type Elements, eventXml, messageXml, selectedItems } from './plaintexts.ts'

/** What a member does on the phone; each reaches the app as an encrypted callback. */
export interface MemberActs {
  say(userId: string, text: string): Promise<CallbackOutcome>
  sendImage(userId: string, bytes: Buffer, contentType?: string): Promise<CallbackOutcome>
  /** Any other message, as `voice` or `location`, with its elements. */
  sendOther(userId: string, type: string, elements?: Elements): Promise<CallbackOutcome>
  /** Opens the app's chat. */
  enter(userId: string): Promise<CallbackOutcome>
  /** An event as WeCom names it, with its elements. */
  event(userId: string, event: string, elements?: Elements): Promise<CallbackOutcome>
  /**
   * Taps a button of a card on the member's phone, with what is chosen on it.
   * `greyed`: the phone lets nobody tap it any more. Throws `simulator.no-such-button`.
   */
  tap(
    userId: string,
    taskId: string,
    key: string,
    selected?: Readonly<Record<string, readonly string[]>>,
  ): Promise<CallbackOutcome | { readonly kind: 'greyed' }>
  /** Delivers any plaintext, as it is. */
  raw(userId: string, xml: string): Promise<CallbackOutcome>
}

/** The acts of the members of one corp. */
export function createMemberActs(office: {
  readonly corpId: string
  readonly agentId: string
  readonly clock: Clock
  readonly entropy: Entropy
  readonly phones: Phones
  readonly cards: FakeCards
  readonly media: FakeMedia
  readonly callbacks: Callbacks
}): MemberActs {
  const { corpId, agentId, clock, entropy, phones, cards, media, callbacks } = office
  const head = (userId: string) => ({ corpId, agentId, userId, at: clock.now() })
  // 64 bits, as WeCom's own: no JavaScript number holds them.
  const newMsgId = (): string => String(entropy.bytes(8).readBigUInt64BE())

  const message = (userId: string, type: string, rest: Elements): Promise<CallbackOutcome> =>
    callbacks.deliver(messageXml(head(userId), type, newMsgId(), rest), userId)
  const event: MemberActs['event'] = (userId, name, rest = [['EventKey', '']]) =>
    callbacks.deliver(eventXml(head(userId), name, rest), userId)

  return {
    event,
    enter: (userId) => event(userId, 'enter_agent'),
    raw: (userId, xml) => callbacks.deliver(xml, userId),
    say(userId, text) {
      phones.show(userId, { from: 'member', kind: 'text', text })
      return message(userId, 'text', [['Content', text]])
    },
    sendImage(userId, bytes, contentType = 'image/jpeg') {
      const mediaId = media.put(bytes, contentType)
      phones.show(userId, { from: 'member', kind: 'image', mediaId })
      return message(userId, 'image', [
        ['PicUrl', 'https://wecom.invalid/picture'],
        ['MediaId', mediaId],
      ])
    },
    sendOther(userId, type, rest = [['MediaId', 'none']]) {
      phones.show(userId, { from: 'member', kind: 'other', type })
      return message(userId, type, rest)
    },
    async tap(userId, taskId, key, selected = {}) {
      const shown = phones.card(userId, taskId)
      if (!shown || !keysOf(shown.card).includes(key)) {
        throw new OfficeError('simulator.no-such-button', { taskId, key })
      }
      if (shown.grey !== undefined) return { kind: 'greyed' }
      const rest: Elements = [
        ['EventKey', key],
        ['TaskId', taskId],
        ['CardType', shown.card.card_type],
        ['ResponseCode', cards.newCode(taskId)],
        ...selectedItems(selected),
      ]
      return callbacks.deliver(eventXml(head(userId), 'template_card_event', rest), userId, true)
    },
  }
}

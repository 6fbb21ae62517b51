import type { Clock } from '../../base/index.ts'
import { type Answer, done, refuse } from './answers.ts'
import { canBeTapped } from './card-rules.ts'
import type { FakeCards } from './cards.ts'
import { type FakeMessage, readMessage } from './message-rules.ts'
import type { Phones } from './phone.ts'

/** How WeCom regards a user id: in the app's visible range, there without a licence, or nobody. */
export type Standing = 'member' | 'unlicensed' | 'unknown'

/** Messages an app may send one member in a minute and an hour; the rest is dropped without a word (doc 90236). */
const PER_MINUTE = 30
const PER_HOUR = 1000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** message/send (doc 90236). */
export interface FakeSending {
  send(json: unknown, raw: string): Answer
  /** Messages to the member that WeCom took and never delivered. */
  dropped(userId: string): number
}

/** message/send onto these phones. */
export function createSending(office: {
  readonly agentId: string
  readonly clock: Clock
  readonly phones: Phones
  readonly cards: FakeCards
  readonly standing: (userId: string) => Standing
}): FakeSending {
  const { clock, phones, cards } = office
  const repeats = new Map<string, { msgid: string; until: number }>()
  const delivered = new Map<string, number[]>()
  const dropped = new Map<string, number>()
  let count = 0

  function deliver(userId: string, message: FakeMessage): void {
    const key = userId.toLowerCase()
    const now = clock.now().getTime()
    const recent = (delivered.get(key) ?? []).filter((time) => time > now - HOUR_MS)
    const lastMinute = recent.filter((time) => time > now - MINUTE_MS)
    if (lastMinute.length >= PER_MINUTE || recent.length >= PER_HOUR) {
      dropped.set(key, (dropped.get(key) ?? 0) + 1)
      return
    }
    delivered.set(key, [...recent, now])
    const { content } = message
    if (content.kind !== 'card') {
      phones.show(key, { from: 'app', via: 'send', kind: content.kind, text: content.text })
      return
    }
    const { card } = content
    const taskId = card.task_id === undefined ? {} : { taskId: card.task_id }
    phones.show(key, { from: 'app', kind: 'card', card, ...taskId, updates: 0 })
  }

  return {
    send(json, raw) {
      const message = readMessage(json, office.agentId)
      if ('errcode' in message) return message
      const now = clock.now().getTime()
      for (const [key, { until }] of repeats) {
        if (until > now) break
        repeats.delete(key)
      }
      const repeat = repeats.get(raw)
      if (repeat && repeat.until > now) return done({ msgid: repeat.msgid })

      const named = (standing: Standing): string[] =>
        message.to
          .filter((userId) => office.standing(userId) === standing)
          .map((userId) => userId.toLowerCase())
      const receivers = named('member')
      if (receivers.length === 0) return refuse(81013, 'user & party & tag all invalid')
      const { content } = message
      const card = content.kind === 'card' && canBeTapped(content.card) ? content.card : undefined
      const taskId = card?.task_id
      if (taskId !== undefined && !cards.claim({ taskId, receivers })) {
        return refuse(42014, 'task_id was used before')
      }
      for (const userId of receivers) deliver(userId, message)
      count += 1
      const msgid = `fake-msg-${count}`
      if (message.duplicateSeconds > 0) {
        repeats.set(raw, { msgid, until: now + message.duplicateSeconds * 1000 })
      }
      const invalid = named('unknown').join('|')
      const unlicensed = named('unlicensed').join('|')
      return done({
        ...(invalid && { invaliduser: invalid }),
        ...(unlicensed && { unlicenseduser: unlicensed }),
        msgid,
        ...(taskId !== undefined && { response_code: cards.newCode(taskId) }),
      })
    },
    dropped: (userId) => dropped.get(userId.toLowerCase()) ?? 0,
  }
}

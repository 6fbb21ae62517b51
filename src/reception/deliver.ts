import { z } from 'zod'
import type { Deliver, Delivery, TakenPush } from '../notify/index.ts'
import type {
  CardUpdate,
  MessageBody,
  SendOutcome,
  UpdateOutcome,
  WecomClient,
} from '../wecom/index.ts'

/** Every active push asks WeCom to suppress an identical one for as long as it can (doc 90236: 4 h). */
const DUPLICATE_CHECK_SECONDS = 14_400

/** What is stored for a card's update. Written by this folder only; the card itself was checked when it was built. */
const updateBody = z.object({
  responseCode: z.string(),
  update: z.custom<CardUpdate>(
    (value) => typeof value === 'object' && value !== null && 'kind' in value,
  ),
})
/** As built by wecom's message builders, read back unchanged. */
const messageBody = z.custom<MessageBody>(
  (value) => typeof value === 'object' && value !== null && 'msgtype' in value,
)

/** Sends a stored push through WeCom's API and says what became of it. */
export function deliverThrough(wecom: WecomClient): Deliver {
  return async (push) => {
    const outcome = await sent(wecom, push)
    switch (outcome.kind) {
      case 'sent': {
        const missed = [...outcome.invalidUsers, ...outcome.unlicensedUsers]
        if (missed.length > 0) return { kind: 'rejected', failure: 'recipient unreachable' }
        return { kind: 'sent', msgid: outcome.msgId }
      }
      case 'updated':
        return { kind: 'sent' }
      case 'unknown':
        return {
          kind: outcome.reason === 'unreachable' ? 'retry' : 'unknown',
          failure: outcome.reason,
        }
      case 'failed':
        return refused(outcome)
    }
  }
}

function sent(wecom: WecomClient, push: TakenPush): Promise<SendOutcome | UpdateOutcome> {
  if (push.kind === 'UPDATE_CARD') {
    const { responseCode, update } = updateBody.parse(push.body)
    return wecom.updateCard(responseCode, [push.userid], update)
  }
  return wecom.send({
    to: [push.userid],
    body: messageBody.parse(push.body),
    duplicateCheckSeconds: DUPLICATE_CHECK_SECONDS,
  })
}

function refused(outcome: Extract<SendOutcome, { kind: 'failed' }>): Delivery {
  const failure = `${outcome.class} ${outcome.errcode ?? ''}`.trim()
  if (outcome.class === 'throttle') {
    return { kind: 'throttled', failure, retryAfterMs: outcome.retryAfterMs ?? 60_000 }
  }
  // An operator can mend the set-up (a changed secret, a forgotten trusted IP) while pushes wait.
  const later = outcome.retryAfterMs !== undefined || outcome.class === 'config'
  return later ? { kind: 'retry', failure } : { kind: 'rejected', failure }
}

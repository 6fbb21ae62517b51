import type { Input } from '../dialogue/index.ts'
import { facesShown } from '../language/index.ts'
import type { Inbound } from '../wecom/index.ts'
import type { Remembered } from './recall.ts'
import { CHOICE } from './reply-card.ts'

/** Kinds of message that nobody can read here; each has its helpful sentence. */
export type Unreadable = 'voice' | 'video' | 'location' | 'file' | 'link' | 'other'

/** What an inbound message asks of the conversation. */
export type Asked =
  | { readonly kind: 'turn'; readonly input: Input }
  | { readonly kind: 'photo'; readonly mediaId: string }
  | { readonly kind: 'unreadable'; readonly what: Unreadable }
  | { readonly kind: 'greeting' }
  /** Nothing is to be said: an event we need not answer. */
  | { readonly kind: 'silence' }

/** Translates WeCom's kinds into the conversation's. */
export function askedBy(inbound: Inbound, card: Remembered['card']): Asked {
  switch (inbound.kind) {
    case 'text':
      return { kind: 'turn', input: { kind: 'text', text: facesShown(inbound.content) } }
    case 'image':
      return { kind: 'photo', mediaId: inbound.mediaId }
    case 'voice':
    case 'video':
    case 'location':
    case 'file':
    case 'link':
      return { kind: 'unreadable', what: inbound.kind }
    case 'subscribe':
      return { kind: 'greeting' }
    case 'click':
      return {
        kind: 'turn',
        input: { kind: 'tap', key: inbound.eventKey, card: { state: 'current' } },
      }
    case 'template_card_event': {
      const chosen = inbound.selectedItems.find((item) => item.questionKey === CHOICE)
      return {
        kind: 'turn',
        input: {
          kind: 'tap',
          key: inbound.eventKey,
          card: {
            state: card?.open ? 'current' : 'stale',
            ...(card?.draftId && { draftId: card.draftId }),
          },
          ...(chosen && { selected: chosen.optionIds }),
          ...(card?.about && { about: card.about }),
        },
      }
    }
    case 'enter_agent':
    case 'unsubscribe':
    case 'unknown':
      return { kind: 'silence' }
  }
}

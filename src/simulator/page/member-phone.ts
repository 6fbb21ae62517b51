import type { ActView, ItemView, PersonView } from '../views.ts'
import type { CardItem, Selected } from './card.ts'
import { type Chat, createChat } from './chat.ts'
import { createComposer } from './composer.ts'
import { h } from './element.ts'
import { type Answer, server } from './server.ts'
import { say } from './words.ts'

/** A member's phone, open at the chat with the bot. */
export interface MemberPhone {
  readonly element: HTMLElement
  put(item: ItemView): void
}

/** The phone of a person, showing these entries. */
export function createMemberPhone(
  person: PersonView,
  items: readonly ItemView[],
  complain: (text: string) => void,
): MemberPhone {
  const { userid } = person
  /** Cards whose tap is on its way, or done: a second one sends nothing. */
  const busy = new Set<number>()
  let running = 0

  async function act(call: Promise<Answer<ActView>>): Promise<boolean> {
    running += 1
    chat.working(true)
    const answer = await call
    running -= 1
    if (running === 0) chat.working(false)
    const text = complaint(answer)
    if (text !== undefined) complain(text)
    return answer.ok
  }

  async function tap(card: CardItem, key: string, selected: Selected): Promise<void> {
    const { id, taskId } = card
    if (taskId === undefined || busy.has(id)) return
    busy.add(id)
    await act(server.tap(userid, taskId, key, selected))
    busy.delete(id)
  }

  const composer = createComposer({
    say: (text) => act(server.say(userid, text)),
    picture: (file) => void act(server.picture(userid, file)),
    voice: () => void act(server.voice(userid)),
    complain,
  })
  const chat: Chat = createChat({
    name: person.name,
    items,
    tap: (card, key, selected) => void tap(card, key, selected),
    choose: (label) => void act(server.tap(userid, 'menu', label, {})),
    suggest: composer.fill,
  })

  return {
    element: h('div', { class: 'app-chat' }, chat.element, composer.element),
    put: chat.put,
  }
}

/** What to say of something that did not go as it should; undefined when it did. */
function complaint(answer: Answer<ActView>): string | undefined {
  if (!answer.ok) return say(answer.status === 0 ? 'away' : 'not-sent')
  switch (answer.value.kind) {
    case 'late':
    case 'failed':
      return say('not-delivered')
    case 'greyed':
    case 'no-such-button':
      return say('button-gone')
    case 'unreadable':
      return say('not-sent')
    case 'answered':
    case 'discarded':
      return undefined
  }
}

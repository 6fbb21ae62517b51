import type { ItemView } from '../views.ts'
import { type CardItem, cardElement, type Selected } from './card.ts'
import { h } from './element.ts'
import { markdown, plainText } from './rich-text.ts'
import { server } from './server.ts'
import { say } from './words.ts'

/** One entry of a chat: bubble, picture or card. */
export function bubble(
  item: ItemView,
  tap: (card: CardItem, key: string, selected: Selected) => void,
): HTMLElement {
  const mine = item.from === 'member'
  const face = mine
    ? undefined
    : h('span', { class: 'avatar', 'aria-hidden': 'true' }, say('bot-initial'))
  return h('li', { class: mine ? 'entry mine' : 'entry' }, face, contentOf(item, tap))
}

function contentOf(
  item: ItemView,
  tap: (card: CardItem, key: string, selected: Selected) => void,
): HTMLElement {
  if (item.kind === 'card') return cardElement(item, (key, selected) => tap(item, key, selected))
  if (item.kind === 'image') return picture(item.mediaId)
  if (item.kind === 'other') {
    const text = item.type === 'voice' ? say('own-voice') : say('own-other')
    return h('div', { class: `bubble ${item.type}` }, h('p', { class: 'said' }, text))
  }
  return h(
    'div',
    { class: 'bubble' },
    item.kind === 'markdown' ? markdown(item.text) : plainText(item.text),
  )
}

function picture(mediaId: string): HTMLElement {
  const image = h('img', {
    src: server.pictureUrl(mediaId),
    alt: say('own-picture'),
    class: 'picture',
  })
  // WeCom keeps a picture for three days.
  image.addEventListener('error', () =>
    image.replaceWith(h('div', { class: 'bubble' }, say('picture-gone'))),
  )
  return image
}

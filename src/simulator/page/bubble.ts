import type { ItemView } from '../views.ts'
import { type CardItem, cardElement, type Selected } from './card.ts'
import { button, h } from './element.ts'
import { markdown, plainText } from './rich-text.ts'
import { server } from './server.ts'
import { say } from './words.ts'

/** One entry of a chat: bubble, picture or card. */
export function bubble(
  item: ItemView,
  tap: (card: CardItem, key: string, selected: Selected) => void,
  choose: (label: string) => void,
): HTMLElement {
  const mine = item.from === 'member'
  const face = mine
    ? undefined
    : h('span', { class: 'avatar', 'aria-hidden': 'true' }, say('bot-initial'))
  return h('li', { class: mine ? 'entry mine' : 'entry' }, face, contentOf(item, tap, choose))
}

function contentOf(
  item: ItemView,
  tap: (card: CardItem, key: string, selected: Selected) => void,
  choose: (label: string) => void,
): HTMLElement {
  if (item.kind === 'menu') return menu(item, choose)
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

/** A question of 微信客服: lines that are tapped as often as one likes, or opened. */
function menu(
  { text, tail, choices }: Extract<ItemView, { kind: 'menu' }>,
  choose: (label: string) => void,
): HTMLElement {
  const lines = choices.map(({ label, id, url }) =>
    url !== undefined
      ? h('a', { class: 'menu-line', href: url, target: '_blank', rel: 'noopener' }, label)
      : id !== undefined
        ? button('menu-line', label, () => choose(label))
        : h('p', {}, label),
  )
  return h('div', { class: 'bubble' }, plainText(text), ...lines, plainText(tail))
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

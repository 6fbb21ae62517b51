import type { FakeCard } from '../fake-wecom/index.ts'
import type { ItemView } from '../views.ts'
import { button, h } from './element.ts'
import { link } from './rich-text.ts'
import { say } from './words.ts'

/** A card on the phone. */
export type CardItem = Extract<ItemView, { kind: 'card' }>
/** The chosen answers, by question. */
export type Selected = Readonly<Record<string, readonly string[]>>

type Lines = Extract<FakeCard, { card_type: 'text_notice' | 'button_interaction' }>
type Select = NonNullable<
  Extract<FakeCard, { card_type: 'button_interaction' }>['button_selection']
>

/** A template card as WeCom shows it (doc 90236); `tap` gets what a tap would send. */
export function cardElement(
  item: CardItem,
  tap: (key: string, selected: Selected) => void,
): HTMLElement {
  const { card, grey } = item
  const element = h('article', { class: grey === undefined ? 'card' : 'card card-grey' })
  if (card.source?.desc) element.append(h('p', { class: 'card-source' }, card.source.desc))
  element.append(titleOf(card))
  if ('horizontal_content_list' in card || 'sub_title_text' in card)
    element.append(...linesOf(card as Lines)) // only these two kinds have them
  const off = grey !== undefined
  element.append(...partsOf(item, off, tap))
  if (off) element.append(h('p', { class: 'card-replaced' }, grey))
  return element
}

function titleOf({ main_title: title }: FakeCard): HTMLElement {
  return h(
    'header',
    { class: 'card-title' },
    title?.title !== undefined && h('h3', {}, title.title),
    title?.desc !== undefined && h('p', {}, title.desc),
  )
}

function linesOf(card: Lines): HTMLElement[] {
  const rows = (card.horizontal_content_list ?? []).flatMap((row) => [
    h('dt', {}, row.keyname),
    h('dd', {}, row.url ? link(row.url, row.value ?? '') : (row.value ?? '')),
  ])
  return [
    ...(card.sub_title_text ? [h('p', { class: 'card-text' }, card.sub_title_text)] : []),
    ...(rows.length > 0 ? [h('dl', { class: 'card-rows' }, ...rows)] : []),
  ]
}

/** What can be done with the card; nothing once it is grey. */
function partsOf(
  { id, card }: CardItem,
  off: boolean,
  tap: (key: string, selected: Selected) => void,
): HTMLElement[] {
  switch (card.card_type) {
    case 'text_notice': {
      const emphasis = card.emphasis_content
      const figure = emphasis
        ? [
            h(
              'p',
              { class: 'card-figure' },
              h('strong', {}, emphasis.title ?? ''),
              h('span', {}, emphasis.desc ?? ''),
            ),
          ]
        : []
      const jumps = (card.jump_list ?? []).map((jump) =>
        h('p', { class: 'card-jump' }, link(jump.url, jump.title)),
      )
      return [
        ...figure,
        ...jumps,
        h('p', { class: 'card-jump' }, link(card.card_action.url, say('card-open'))),
      ]
    }
    case 'button_interaction': {
      const question = card.button_selection
      const select = question && selectElement(question, off)
      const buttons = card.button_list.map((one) =>
        button(`card-button style-${one.style ?? 1}`, one.text, () =>
          tap(one.key, question && select ? { [question.question_key]: [select.value] } : {}),
        ),
      )
      return [
        ...(question && select ? [labelled(question, select)] : []),
        ...(off ? [] : [h('div', { class: 'card-buttons' }, ...buttons)]),
      ]
    }
    case 'vote_interaction':
      return voteParts(`vote-${id}`, card, off, tap)
    case 'multiple_interaction': {
      const selects = card.select_list.map(
        (question) => [question, selectElement(question, off)] as const,
      )
      const chosen = (): Selected =>
        Object.fromEntries(
          selects.map(([question, select]) => [question.question_key, [select.value]]),
        )
      return [
        ...selects.map(([question, select]) => labelled(question, select)),
        ...submitOf(card.submit_button, off, (key) => tap(key, chosen())),
      ]
    }
  }
}

function labelled(question: Select, select: HTMLSelectElement): HTMLElement {
  return h(
    'label',
    { class: 'card-select' },
    h('span', {}, question.title ?? say('card-choose')),
    select,
  )
}

/** Without a chosen answer WeCom takes the first, and so does a browser. */
function selectElement(question: Select, off: boolean): HTMLSelectElement {
  const options = question.option_list.map((option) =>
    h('option', { value: option.id, selected: option.id === question.selected_id }, option.text),
  )
  return h('select', { disabled: off || question.disable === true }, ...options)
}

function voteParts(
  name: string,
  card: Extract<FakeCard, { card_type: 'vote_interaction' }>,
  off: boolean,
  tap: (key: string, selected: Selected) => void,
): HTMLElement[] {
  const { checkbox } = card
  const several = checkbox.mode === 1
  const inputs = checkbox.option_list.map((option) =>
    h('input', {
      type: several ? 'checkbox' : 'radio',
      name,
      value: option.id,
      checked: option.is_checked === true,
      disabled: off || checkbox.disable === true,
    }),
  )
  const hint = h('p', { class: 'card-hint', role: 'alert' })
  const options = checkbox.option_list.map((option, index) =>
    h('label', { class: 'card-vote' }, inputs[index], h('span', {}, option.text)),
  )
  const submit = submitOf(card.submit_button, off, (key) => {
    const ids = inputs.filter((input) => input.checked).map((input) => input.value)
    // WeCom keeps the button closed until something is ticked.
    if (ids.length === 0) hint.textContent = say('card-pick-first')
    else tap(key, { [checkbox.question_key]: ids })
  })
  return [h('div', { class: 'card-votes' }, ...options), hint, ...submit]
}

function submitOf(
  submit: { readonly text: string; readonly key: string } | undefined,
  off: boolean,
  press: (key: string) => void,
): HTMLElement[] {
  if (!submit || off) return []
  const { key, text } = submit
  return [
    h(
      'div',
      { class: 'card-buttons' },
      button('card-button style-1', text, () => press(key)),
    ),
  ]
}

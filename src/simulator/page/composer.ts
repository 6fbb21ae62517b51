import { button, h } from './element.ts'
import { samplePicture } from './sample-picture.ts'
import { say } from './words.ts'

const PICTURE_LIMIT = 10 * 1024 * 1024

/** Where a person writes. */
export interface Composer {
  readonly element: HTMLElement
  /** Puts a text in for the person to send or change. */
  fill(text: string): void
}

/** What can be sent. `say` resolves to whether the text was taken; it stays in the field if not. */
export interface ComposerActs {
  readonly say: (text: string) => Promise<boolean>
  readonly picture: (file: Blob) => void
  readonly voice: () => void
  readonly complain: (text: string) => void
}

/** The line below a chat: text, and more behind the plus. */
export function createComposer(acts: ComposerActs): Composer {
  const field = h('textarea', {
    rows: 1,
    'aria-label': say('say-label'),
    placeholder: say('say-placeholder'),
    maxlength: 2000,
    enterkeyhint: 'send',
  })
  const sendButton = button('send', say('send'), () => void send(), { disabled: true })
  const file = h('input', {
    type: 'file',
    accept: 'image/jpeg,image/png',
    hidden: true,
    'aria-label': say('send-picture'),
  })
  const extras = h(
    'div',
    { class: 'extras', id: 'extras', hidden: true },
    button('extra', say('send-picture'), () => file.click()),
    button('extra', say('send-sample'), () => void sample()),
    button('extra', say('send-voice'), () => {
      open(false)
      acts.voice()
    }),
    file,
  )
  const plus = button('plus', '＋', () => open(extras.hidden !== false), {
    'aria-label': say('more'),
    'aria-expanded': 'false',
    'aria-controls': 'extras',
  })

  let sending = false

  function open(yes: boolean): void {
    extras.hidden = !yes
    plus.setAttribute('aria-expanded', String(yes))
  }
  function grow(): void {
    field.rows = Math.min(4, field.value.split('\n').length)
    sendButton.disabled = sending || field.value.trim() === ''
  }
  async function send(): Promise<void> {
    const text = field.value.trim()
    // While one is on its way a second press sends nothing; the next one may be written.
    if (text === '' || sending) return
    sending = true
    field.value = ''
    grow()
    const taken = await acts.say(text)
    sending = false
    if (!taken && field.value === '') field.value = text
    grow()
  }
  async function sample(): Promise<void> {
    open(false)
    const blob = await samplePicture()
    if (blob) acts.picture(blob)
  }

  field.addEventListener('input', grow)
  field.addEventListener('keydown', (event) => {
    // Enter that ends a word of a Chinese input method must not send.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void send()
  })
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? []
    file.value = ''
    open(false)
    if (!chosen) return
    if (chosen.size > PICTURE_LIMIT) acts.complain(say('picture-too-large'))
    else acts.picture(chosen)
  })

  return {
    element: h(
      'div',
      { class: 'composer' },
      h('div', { class: 'composer-line' }, plus, field, sendButton),
      extras,
    ),
    fill(text) {
      field.value = text
      grow()
      field.focus()
    },
  }
}

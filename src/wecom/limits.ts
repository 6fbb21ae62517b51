/** Bytes of a text or markdown message (docs 90236, 90241); WeCom cuts what is longer. */
export const TEXT_BYTES = 2048

/** Bytes of a text that is pushed: a repeated one gets a number behind it, since WeCom drops identical ones. */
export const PUSHED_TEXT_BYTES = TEXT_BYTES - 16

/** Seconds within which WeCom can be told to suppress an identical request, at most (doc 90236). */
export const DUPLICATE_CHECK_SECONDS = 4 * 3600

/** Receivers of one message (doc 90236). */
export const RECEIVERS = 1000

/** A member's id (code 40003 of doc 90313). It starts with a letter or digit, so `@all` is none. */
export const USER_ID = /^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$/

/** A card's task_id (doc 90236). */
export const TASK_ID = /^[0-9A-Za-z_\-@]{1,128}$/

/** Bytes of a button's or question's key, of an option's id and of a link (doc 90236). */
export const CARD_BYTES = { key: 1024, optionId: 128, url: 2048 } as const

/** Elements of a card's lists, at most (doc 90236). */
export const CARD_COUNTS = {
  rows: 6,
  links: 3,
  buttons: 6,
  options: 10,
  votes: 20,
  selects: 3,
} as const

/** Characters that WeCom shows of a card's texts (doc 90236, "建议不超过"): clipped by us, with an ellipsis. */
export const CARD_CHARACTERS = {
  source: 20,
  title: 36,
  description: 44,
  emphasis: 14,
  emphasisNote: 22,
  text: 160,
  rowName: 5,
  rowValue: 30,
  link: 18,
  button: 10,
  selectTitle: 16,
  option: 16,
  vote: 17,
  voteTitle: 16,
} as const

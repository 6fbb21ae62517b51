import { byteLength, clipBytes, splitBytes } from '../base/index.ts'
import type { Input, Reply } from '../dialogue/index.ts'
import { foreignText, type KfBody, type KfChoice, TEXT_BYTES } from '../wecom/index.ts'
import type { Memory, ShownMenu } from './memory.ts'

/** Bytes of a menu's head and of a line (doc 94677), and lines that can be tapped. */
const HEAD_BYTES = 1_024
const LINE_BYTES = 128
const LINES = 10

/** A reply as messages to a customer; `menu` is to be remembered where something can be tapped. */
export interface Menued {
  readonly bodies: readonly KfBody[]
  readonly menu?: ShownMenu
}

interface Line {
  readonly id: string
  readonly label: string
  readonly means: ShownMenu['lines'][string]
}

/** The lines of a reply: each option by itself, since nothing can be marked here, then the buttons. */
function linesOf(reply: Reply, count: number): Line[] {
  const options = (reply.options ?? []).map(({ id, label, number }) => ({
    label: `${number}　${label}`,
    means: { key: 'choose', option: id },
  }))
  const buttons = reply.buttons
    .filter(({ key }) => !(key === 'choose' && options.length > 0))
    .map(({ key, label }) => ({ label, means: { key } }))
  return [...options, ...buttons]
    .slice(0, LINES)
    .map((line, n) => ({ ...line, id: `m${count}_${n}` }))
}

/** Words the reply; a text that does not fit above a menu goes before it. `count` is how many menus were shown so far. */
export function menued(reply: Reply, count: number, short: string): Menued {
  const text = foreignText(reply.text)
  const lines = linesOf(reply, count)
  if (lines.length === 0)
    return {
      bodies: splitBytes(text, TEXT_BYTES)
        .map((piece) => piece.trim())
        .filter((piece) => piece !== '')
        .map((content) => ({ msgtype: 'text', text: { content } })),
    }
  const fits = byteLength(text) <= HEAD_BYTES
  const list = lines.map(
    ({ id, label }): KfChoice => ({
      type: 'click',
      click: { id, content: clipBytes(foreignText(label), LINE_BYTES) },
    }),
  )
  const before: KfBody[] = fits
    ? []
    : splitBytes(text, TEXT_BYTES).map((content) => ({ msgtype: 'text', text: { content } }))
  return {
    bodies: [
      ...before,
      { msgtype: 'msgmenu', msgmenu: { head_content: fits ? text : short, list } },
    ],
    menu: {
      lines: Object.fromEntries(lines.map(({ id, means }) => [id, means])),
      ...(reply.draftId && { draftId: reply.draftId }),
      ...(reply.about && { about: reply.about }),
    },
  }
}

/** What a customer's text asks of the conversation: a tapped line is a tap, everything else is words. */
export function inputOf(memory: Memory, text: string, menuId: string | undefined): Input {
  const at = memory.menus.findIndex((shown) => menuId !== undefined && menuId in shown.lines)
  const menu = memory.menus[at]
  const means = menuId === undefined ? undefined : menu?.lines[menuId]
  // A line of a menu that is forgotten still says something: its words.
  if (!menu || !means) return { kind: 'text', text }
  // A question of a conversation is over when the next one was asked; other buttons stay good.
  const current = menu.draftId === undefined || at === memory.menus.length - 1
  return {
    kind: 'tap',
    key: means.key,
    card: {
      state: current ? 'current' : 'stale',
      ...(menu.draftId !== undefined && { draftId: menu.draftId }),
    },
    ...(means.option !== undefined && { selected: [means.option] }),
    ...(menu.about && { about: menu.about }),
  }
}

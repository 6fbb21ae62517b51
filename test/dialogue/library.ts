import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wordingFile } from '../../src/base/index.ts'
import {
  type Act,
  type BoundNames,
  type Command,
  type Dialogues,
  type Draft,
  type Frame,
  type Host,
  type Input,
  loadDialogues,
  type Option,
  type Reading,
  type Session,
  type Slots,
  type SlotValue,
  type Submission,
  type TurnOutcome,
  turn,
  type Undo,
  type Verdict,
} from '../../src/dialogue/index.ts'

export const libraryNames: BoundNames = {
  kinds: { book: ['name'], day: ['weekday'], count: [] },
  rules: { 'may-borrow': [], 'not-later': [], 'in-order': ['taken'], 'not-before': [] },
  actions: { lend: ['entry', 'extra', 'similar'], unlend: [], seat: ['similar'], unseat: [] },
  answers: ['list-hours', 'find-book'],
  notes: ['call-section', 'keep-for-section'],
  roles: ['reader', 'visitor'],
}

/** A folder with the library's conversations and the real phrasebook. */
export function libraryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'library-'))
  cpSync(join(import.meta.dirname, 'library'), folder, { recursive: true })
  cpSync(wordingFile('dialogues', '_common.yaml'), join(folder, '_common.yaml'))
  return folder
}

const books = [
  ['B1', '红楼梦上册'],
  ['B2', '红楼梦下册'],
  ['B3', '采购法释义'],
  ['B4', '史记'],
  ...Array.from({ length: 23 }, (_, i) => [`D${i + 1}`, `大词典第${i + 1}卷`]),
] as const
const titles = ['红楼梦上册', '红楼梦下册', '红楼梦', '采购法', '孤本', '史记', '大词典', '无此书']

/** The library behind the engine: days are numbers of one month. */
export class Library implements Host {
  readonly lent: { slots: Slots; draft: Draft }[] = []
  readonly undone: { id: string; reason: string | undefined }[] = []
  readonly notes: { action: string; text: string }[] = []
  readonly orphans: string[] = []
  nextAct: Act | undefined
  suggestions: Option[] = []
  today = 20
  private ids = 0

  newId(): string {
    this.ids += 1
    return `draft-${this.ids}`
  }

  async understand(text: string) {
    const command = commandIn(text)
    const frames = text.split('；').map(frameIn)
    return { frames, ...(command ? { command } : {}) }
  }

  async read(kind: string, from: Parameters<Host['read']>[1]): Promise<Reading> {
    const text = 'text' in from ? from.text : 'raw' in from ? String(from.raw) : from.option
    if (kind === 'book') return readBook(text)
    if (kind === 'day') return readDay(text)
    if (kind === 'count') return readCount(text)
    return { kind: 'none' }
  }

  async suggest(kind: string): Promise<readonly Option[]> {
    return kind === 'book' || kind === 'choice' ? this.suggestions : []
  }

  async check(rule: string, slot: string, slots: Slots): Promise<Verdict> {
    const value = slots[slot]?.value
    if (rule === 'may-borrow' && value === 'B0') return { kind: 'refused', filling: {} }
    if (rule === 'not-later' && Number(value) > this.today) return { kind: 'refused', filling: {} }
    if (rule === 'not-before' && Number(value) < Number(slots.day?.value))
      return { kind: 'refused', filling: {} }
    if (rule === 'in-order' && slots.book?.value === 'B4' && Number(value) > 5)
      return { kind: 'needs-reason', filling: { taken: '5号' } }
    return { kind: 'ok' }
  }

  async act(_action: string, slots: Slots, draft: Draft): Promise<Act> {
    const planned = this.nextAct
    this.nextAct = undefined
    if (planned) return planned
    this.lent.push({ slots, draft: structuredClone(draft) })
    return { kind: 'done', id: `L${this.lent.length}`, filling: { entry: `L${this.lent.length}` } }
  }

  async together(_all: readonly Slots[], work: () => Promise<boolean>): Promise<void> {
    const before = this.lent.length
    if (!(await work())) this.lent.length = before
  }

  async undo(_action: string, { id }: Submission, reason: string | undefined): Promise<Undo> {
    if (this.undone.some((one) => one.id === id)) return { kind: 'again', filling: {} }
    this.undone.push({ id, reason })
    return { kind: 'done', filling: { reason: reason ?? '未说' } }
  }

  async answer(action: string, slots: Slots, page: number) {
    if (action === 'find-book') return { text: `《${slots.book?.label}》在三楼。` }
    return { text: `开放时间第${page + 1}页。`, more: page < 2 }
  }

  async note(action: string, note: { text: string }) {
    this.notes.push({ action, text: note.text })
    return { seen: '借阅台能看到' }
  }

  forms = 0
  async form(): Promise<void> {
    this.forms += 1
  }

  async orphanPhoto(photo: string) {
    this.orphans.push(photo)
    return { text: '这张图片是哪本书的？', buttons: [] }
  }
}

function commandIn(text: string): Command | undefined {
  if (/^(不对|日期改成|归还日期改成|本数改成)/.test(text)) return 'correct'
  if (/^谢谢/.test(text)) return 'smalltalk'
  if (/^请取消/.test(text)) return 'cancel'
  return undefined
}

function frameIn(text: string): Frame {
  const slots: Record<string, unknown> = {}
  const title = titles.find((name) => text.includes(name))
  if (title) slots.book = title
  const purpose = /自己看|替人借|工作用/.exec(text)?.[0]
  if (purpose) slots.purpose = purpose
  const day = /(?<!归还日期改成)(\d+号)(?!座)/.exec(text)?.[1]
  if (day) slots.day = day
  const copies = /\d+本/.exec(text)?.[0]
  if (copies) slots.copies = copies
  const seat = /(\d+)号座/.exec(text)?.[1]
  if (seat) slots.seat = seat
  const intent = intentIn(text)
  return {
    slots,
    ...(intent ? { intent } : {}),
    ...(/没借/.test(text) ? { negated: true } : {}),
    ...(/打算借/.test(text) ? { planned: true } : {}),
  }
}

function intentIn(text: string): string | undefined {
  if (/投诉/.test(text)) return 'complaint'
  if (/在哪/.test(text)) return 'whereabouts'
  if (/几点开/.test(text)) return 'hours'
  if (/订.*座/.test(text)) return 'seat'
  return /借/.test(text) ? 'loan' : undefined
}

const value = (raw: SlotValue['value'], label: string, fields = {}): Reading => ({
  kind: 'value',
  value: { value: raw, label, fields },
})

function readBook(text: string): Reading {
  if (text === '孤本') return value('B0', '孤本', { name: '孤本' })
  const found = books.filter(([id, title]) => id === text || title.includes(text))
  const [only] = found
  if (!only) return { kind: 'none' }
  if (found.length === 1) return value(only[0], only[1], { name: only[1] })
  const options = found.map(([id, label]) => ({ id, label }))
  return { kind: 'choices', options, total: options.length }
}

function readDay(text: string): Reading {
  if (text === '初一') {
    const options = [1, 11].map((n) => ({ id: `${n}号`, label: `${n}号` }))
    return { kind: 'ambiguous', options }
  }
  const day = Number(/^(\d+)号$/.exec(text)?.[1])
  if (!day) return { kind: 'none' }
  return day > 31 ? { kind: 'invalid', filling: {} } : value(day, `${day}号`, { weekday: '周三' })
}

function readCount(text: string): Reading {
  const count = Number(/^(\d+)本?$/.exec(text)?.[1])
  return count ? value(count, `${count}本`) : { kind: 'none' }
}

let loaded: Dialogues | undefined

/** A person at the library's counter. Drafts pass through JSON between turns, as after a restart. */
export class Visitor {
  readonly library = new Library()
  dialogues: Dialogues
  drafts: Draft[] = []
  ended: Draft[] = []
  last: Submission | undefined
  together: readonly Submission[] = []
  roles: string[] = ['reader']
  now = new Date('2026-09-20T01:00:00Z')

  constructor() {
    loaded ??= loadDialogues(libraryFolder(), libraryNames)
    this.dialogues = loaded
  }

  says(text: string): Promise<TurnOutcome> {
    return this.does({ kind: 'text', text })
  }

  /** Says several things in a row; gives the outcome of the last. */
  async saysAll(...texts: string[]): Promise<TurnOutcome> {
    let outcome = await this.says(texts[0] ?? '')
    for (const text of texts.slice(1)) outcome = await this.says(text)
    return outcome
  }

  taps(key: string, more: { selected?: string[]; draftId?: string; stale?: true } = {}) {
    const draftId = more.draftId ?? this.active()?.id
    const state = more.stale ? ('stale' as const) : ('current' as const)
    return this.does({
      kind: 'tap',
      key,
      card: { state, ...(draftId ? { draftId } : {}) },
      ...(more.selected ? { selected: more.selected } : {}),
    })
  }

  sends(photo: string): Promise<TurnOutcome> {
    return this.does({ kind: 'photo', id: photo })
  }

  active(): Draft | undefined {
    return this.drafts.find((draft) => !draft.parked)
  }

  labels(draft = this.active()): Record<string, string> {
    return Object.fromEntries(Object.entries(draft?.slots ?? {}).map(([k, v]) => [k, v.label]))
  }

  wait(hours: number): void {
    this.now = new Date(this.now.getTime() + hours * 3_600_000)
  }

  async does(input: Input): Promise<TurnOutcome> {
    const session: Session = {
      drafts: JSON.parse(JSON.stringify(this.drafts)),
      roles: this.roles,
      filling: { 'section.name': '借阅台' },
      ...(this.last ? { last: this.last, together: this.together } : {}),
    }
    const outcome = await turn(input, session, this.library, this.dialogues, this.now)
    this.drafts = outcome.drafts.filter((draft) => !draft.ended)
    this.ended.push(...outcome.drafts.filter((draft) => draft.ended))
    if (outcome.submissions.length > 0) this.together = outcome.submissions
    this.last = this.together.at(-1)
    if (outcome.kind === 'undone') this.last = undefined
    if (outcome.kind === 'undone') this.together = []
    return outcome
  }
}

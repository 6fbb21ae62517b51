import { day, officeInstant } from '../../src/base/index.ts'
import { customerActs, MISHAPS, type StagedCustomer } from './counter-play.ts'
import { chatXml } from './envelope.ts'
import type { TestOffice } from './office.ts'
import { phoneWords, type ShownCard, shownCard } from './phone-words.ts'
import type { Transcript, TranscriptTurn } from './transcript.ts'

/** Between two turns people think; so the clock moves, and the minute's limit of WeCom is never met. */
const THINKING_MS = 10_000

/** Messages that are no text, as a transcript writes them. */
const OTHERS: Readonly<Record<string, string>> = {
  '[语音]': 'voice',
  '[视频]': 'video',
  '[位置]': 'location',
  '[文件]': 'file',
  '[链接]': 'link',
}
const PHOTO = '[图片]'
/** The smallest picture that passes for a JPEG: it is kept, not looked at. */
const JPEG = Buffer.from(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQH/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
)

/** A moment of the office, `2026-09-10 09:30`. */
export function momentIn(text: string): Date {
  const [on = '', time = ''] = text.split(' ')
  return officeInstant(day(on), time)
}

/** Plays a transcript's turns; what the bot said after each of people's turns, message by message. */
export async function play(
  office: TestOffice,
  { turns }: Transcript,
  account: (name: string) => string,
  customerOf: (name: string) => StagedCustomer | undefined = () => undefined,
): Promise<string[][]> {
  const said: string[][] = []
  for (const turn of turns) {
    if (turn.kind === 'bot') continue
    if (turn.kind === 'says' || turn.kind === 'taps') {
      const customer = customerOf(turn.who)
      const userid = customer?.customer ?? account(turn.who)
      const before = office.fake.phone(userid).at(-1)?.id ?? 0
      if (!customer)
        await (turn.kind === 'says' ? say(office, userid, turn) : tap(office, userid, turn))
      else if (turn.kind === 'says') await customerActs(office, customer, turn.text)
      else
        await Promise.all(
          (turn.twice ? [1, 2] : [1]).map(() => office.fake.kf.tap(userid, turn.button)),
        )
      await office.settled()
      const after = office.fake.phone(userid).filter((item) => item.id > before)
      said.push(after.flatMap((item) => phoneWords(item) ?? []))
      office.clock.advance(THINKING_MS)
    } else await aside(office, turn)
  }
  return said
}

async function aside(office: TestOffice, turn: TranscriptTurn): Promise<void> {
  if (turn.kind === 'restarts') await office.restart()
  if (turn.kind === 'upgrades')
    await office.database.client.$executeRaw`
      UPDATE "Draft" SET "version" = 0, "body" = "body" || '{"version": 0}' WHERE "status" IN ('OPEN', 'PARKED')`
  if (turn.kind === 'mishap') MISHAPS[turn.text]?.(office)
  if (turn.kind === 'waits') office.clock.advance(turn.milliseconds)
  if (turn.kind === 'comes') {
    office.clock.set(momentIn(turn.at))
    await office.app().jobs()?.tick()
    await office.settled()
  }
}

/** How much later than it was written a message comes that others have overtaken, in seconds. */
const LATE_S = 60

async function say(
  { fake, clock }: TestOffice,
  userid: string,
  { text, arrives }: Extract<TranscriptTurn, { kind: 'says' }>,
): Promise<void> {
  if (arrives) {
    const now = Math.floor(clock.now().getTime() / 1000)
    const written = arrives === 'late' ? now - LATE_S : now
    const xml = chatXml(userid, text, written, `8${now}${userid.length}`)
    for (const _ of arrives === 'twice' ? [1, 2] : [1]) await fake.raw(userid, xml)
    return
  }
  const type = OTHERS[text]
  if (text === PHOTO) await fake.sendImage(userid, JPEG)
  else if (type) await fake.sendOther(userid, type)
  else await fake.say(userid, text)
}

async function tap(
  { fake }: TestOffice,
  userid: string,
  { button, card, picks = [], twice }: Extract<TranscriptTurn, { kind: 'taps' }>,
): Promise<void> {
  const cards = fake
    .phone(userid)
    .flatMap((item) =>
      item.kind === 'card' && item.taskId ? [{ ...item, ...shownCard(item.card) }] : [],
    )
  const bears = (shown: ShownCard) => shown.buttons.some(({ text }) => text === button)
  const shown = card === undefined ? cards.findLast(bears) : cards[card - 1]
  const key = shown?.buttons.find(({ text }) => text === button)?.key
  if (!shown?.taskId || key === undefined) throw new Error(`no card with the button ${button}`)
  const { taskId } = shown
  const ids = picks.map((number) => {
    const option = shown.options.find(({ text }) => text.startsWith(`${number}　`))
    if (!option) throw new Error(`no option ${number} on the card`)
    return option.id
  })
  const once = () => fake.tap(userid, taskId, key, ids.length > 0 ? { choice: ids } : {})
  // Both leave the phone before the first answer greys the card.
  const outcomes = await Promise.all(twice ? [once(), once()] : [once()])
  for (const outcome of outcomes)
    if (outcome.kind === 'greyed') throw new Error(`the card with ${button} is grey`)
}

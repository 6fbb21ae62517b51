import type { FakeWecom } from '../simulator/fake-wecom/index.ts'
import type { BenchOffice, BenchPerson } from './office.ts'

/** Everything that was measured while people wrote; all in milliseconds. */
export interface Measured {
  /** From a callback's first byte to its answer. */
  readonly reports: number[]
  readonly confirms: number[]
  /** From a tap to the message that answers it, on the phone. */
  readonly tapToMessage: number[]
  elapsed: number
}

/** People who report and confirm, one project after another. */
export interface Load {
  /** So many people at once, for so long. Adds to what was measured. */
  run(people: number, milliseconds: number, into: Measured): Promise<void>
  /** Reports that can still be made. */
  left(): number
}

/** Nothing measured yet. */
export const nothing = (): Measured => ({
  reports: [],
  confirms: [],
  tapToMessage: [],
  elapsed: 0,
})

/** The key of 提交. */
const CONFIRM = 'confirm'
/** How long a phone waits for a message before the bench gives up. */
const PATIENCE_MS = 20_000

/** Runs so many workers until the time is over; gives the milliseconds it took. */
export async function together(
  workers: number,
  milliseconds: number,
  work: () => Promise<boolean>,
): Promise<number> {
  const from = performance.now()
  const until = from + milliseconds
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (performance.now() < until && (await work()));
    }),
  )
  return performance.now() - from
}

/** The load of an office: each report is made once, each person writes one message at a time. */
export function loadOf(office: BenchOffice, members: FakeWecom): Load {
  // Person after person, so that nobody gets more messages a minute than WeCom delivers.
  const rounds = office.people[0]?.reports.length ?? 0
  const jobs = Array.from({ length: rounds }, (_, round) =>
    office.people.map((person) => ({ person, sentence: person.reports[round] ?? '' })),
  ).flat()
  const phones = watchPhones(members)

  async function oneReport(
    { person, sentence }: { person: BenchPerson; sentence: string },
    into: Measured,
  ): Promise<void> {
    const { userid } = person
    const card = phones.next(userid, (item) => item.from === 'app' && !('grey' in item))
    into.reports.push(await timed(() => members.say(userid, sentence)))
    const shown = await card
    if (shown.kind !== 'card' || !shown.taskId || !JSON.stringify(shown.card).includes(CONFIRM)) {
      throw new Error(`${sentence}: no card to confirm came but ${JSON.stringify(shown)}`)
    }
    const { taskId } = shown
    const from = performance.now()
    const answer = phones
      .next(userid, (item) => item.kind === 'text' && item.text.includes(office.recorded))
      .then(() => into.tapToMessage.push(performance.now() - from))
    into.confirms.push(await timed(() => members.tap(userid, taskId, CONFIRM)))
    await answer
  }

  return {
    left: () => jobs.length,
    async run(people, milliseconds, into) {
      into.elapsed += await together(people, milliseconds, async () => {
        const job = jobs.shift()
        if (job) await oneReport(job, into)
        return job !== undefined
      })
    },
  }
}

async function timed(act: () => Promise<{ readonly kind: string }>): Promise<number> {
  const from = performance.now()
  const { kind } = await act()
  if (kind !== 'answered') throw new Error(`a callback was ${kind}`)
  return performance.now() - from
}

type Item = Parameters<Parameters<FakeWecom['watch']>[0]>[1]

function watchPhones(members: FakeWecom) {
  const waiting = new Map<string, { fits: (item: Item) => boolean; done: (item: Item) => void }>()
  members.watch((userid, item) => {
    const wish = waiting.get(userid)
    if (!wish?.fits(item)) return
    waiting.delete(userid)
    wish.done(item)
  })
  return {
    /** The next thing on that phone that fits. */
    next: (userid: string, fits: (item: Item) => boolean): Promise<Item> =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          const last = JSON.stringify(members.phone(userid).at(-1))
          reject(new Error(`${userid} waits for an answer; the phone's last entry: ${last}`))
        }, PATIENCE_MS)
        waiting.set(userid, {
          fits,
          done: (item) => {
            clearTimeout(timer)
            resolve(item)
          },
        })
      }),
  }
}

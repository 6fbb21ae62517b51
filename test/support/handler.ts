import type { HandClock } from './clock.ts'
import type { TestOffice } from './office.ts'

/** An answer, read whole. */
interface Read {
  readonly status: number
  readonly text: string
  readonly bytes: Buffer
  readonly headers: Headers
}

/** A handler at her desk: what the browser shows her. */
export interface Handler {
  /** Asks the bot for a link; '' where it gives none. */
  askForLink(): Promise<string>
  /** Goes in through a fresh link; the list. */
  enter(): Promise<{ readonly status: number; readonly text: string }>
  /** Sends a form with the cookie held. */
  send(fields: Readonly<Record<string, string>>): Promise<Read>
  /** Opens an address with the cookie held. */
  get(path: string): Promise<Read>
  /** The id of the case whose number ends the list, or of the one named. */
  idIn(list: string, no?: string): string
}

/** A handler of that account. */
export function handler(
  office: Pick<TestOffice, 'origin' | 'fake' | 'settled'> & { readonly clock: HandClock },
  userid: string,
): Handler {
  let cookie = ''
  return {
    async askForLink() {
      const before = office.fake.phone(userid).at(-1)?.id ?? 0
      await office.fake.say(userid, '看举报')
      await office.settled()
      const after = office.fake.phone(userid).filter(({ id }) => id > before)
      // Not as transcripts show it: there a token is left out.
      const words = after.flatMap((item) => ('text' in item ? item.text : [])).join('\n')
      return /\/case\/[\w-]+/.exec(words)?.[0] ?? ''
    },
    async enter() {
      const link = await this.askForLink()
      const response = await fetch(office.origin + link, { method: 'POST' })
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
      return { status: response.status, text: await response.text() }
    },
    async send(fields) {
      const body = new URLSearchParams(fields)
      const response = await fetch(`${office.origin}/case`, {
        method: 'POST',
        body,
        headers: { cookie },
      })
      return read(response)
    },
    async get(path) {
      return read(await fetch(office.origin + path, { headers: { cookie } }))
    },
    idIn(list, no = '') {
      const at = list.indexOf(no)
      return /name="id" value="([0-9a-f-]{36})"/.exec(list.slice(Math.max(at, 0)))?.[1] ?? ''
    },
  }
}

async function read(response: Response): Promise<Read> {
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, text: bytes.toString(), bytes, headers: response.headers }
}

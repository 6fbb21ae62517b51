import type { TestOffice } from './office.ts'

/** A phone that complains: what it sends, and what it gets back. */
export interface Reporter {
  /** Opens the form and sends it with these fields; `once` repeats an earlier form. */
  file(fields?: Readonly<Record<string, string>>, sent?: Sent): Promise<Answered>
  /** `part`: which page of what was said. */
  look(receipt: string, passphrase: string, part?: number): Promise<Answered>
  say(
    receipt: string,
    passphrase: string,
    text: string,
    files?: readonly Buffer[],
  ): Promise<Answered>
  once(): Promise<string>
}

interface Sent {
  readonly files?: readonly (Buffer | { readonly name: string; readonly bytes: Buffer })[]
  readonly once?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An answer, read whole. */
export interface Answered {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** Where the page shows them. */
  readonly receipt: string
  readonly passphrase: string
}

/** A whole anonymous form. */
export const WHOLE_REPORT = {
  wrong: 'EXTORTION',
  named: 'no',
  accused: '焦作市第一中学',
  project: '',
  text: '验收时要两条烟，不给就不签字。',
  reporter: '',
} as const

/** A phone that knows the office's address. */
export function reporter(office: Pick<TestOffice, 'origin'>): Reporter {
  const send = async (path: string, fields: Iterable<[string, string]>, sent: Sent) => {
    const body = new FormData()
    for (const [name, value] of fields) body.append(name, value)
    for (const file of sent.files ?? []) {
      const { name, bytes } = Buffer.isBuffer(file) ? { name: '李四.jpg', bytes: file } : file
      body.append('files', new Blob([new Uint8Array(bytes)]), name)
    }
    const headers = { ...sent.headers }
    return answered(await fetch(office.origin + path, { method: 'POST', body, headers }))
  }
  const once = async (): Promise<string> => {
    const text = await (await fetch(`${office.origin}/report`)).text()
    return /name="once" value="([\w-]+)"/.exec(text)?.[1] ?? ''
  }
  const key = (receipt: string, passphrase: string) => ({ receipt, passphrase })
  return {
    once,
    async file(fields = {}, sent = {}) {
      const filled = { ...WHOLE_REPORT, ...fields, once: sent.once ?? (await once()) }
      return send('/report', Object.entries(filled), sent)
    },
    look: (receipt, passphrase, part) => {
      const page = part === undefined ? {} : { part: String(part) }
      const fields = { ...key(receipt, passphrase), act: 'look', ...page }
      return send('/report/follow', Object.entries(fields), {})
    },
    say: (receipt, passphrase, text, files = []) =>
      send('/report/follow', Object.entries({ ...key(receipt, passphrase), act: 'say', text }), {
        files,
      }),
  }
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text()
  return {
    status: response.status,
    text,
    headers: response.headers,
    receipt: /编号　([\w-]+)/.exec(text)?.[1] ?? '',
    passphrase: /口令　([\w-]+)/.exec(text)?.[1] ?? '',
  }
}

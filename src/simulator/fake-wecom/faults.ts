/** What can be made to go wrong with the next calls. */
export type Fault =
  | { readonly kind: 'errcode'; readonly errcode: number }
  /** An HTTP status without a readable body. */
  | { readonly kind: 'status'; readonly status: number }
  /** No answer until the caller gives up. */
  | { readonly kind: 'hang' }
  /** The connection breaks before anything is done. */
  | { readonly kind: 'reset' }
  /** WeCom acts, and the connection breaks before the answer. */
  | { readonly kind: 'lost-answer' }

/** A broken connection: the HTTP side closes the socket, `fetch` rejects. */
export class ConnectionLost extends Error {}

/** The faults that are waiting. */
export interface Faults {
  /**
   * The next `count` calls (of `path`, if given, as `message/send`) fail so, those after the first `spared` of them;
   * a number is an errcode.
   */
  failNext(count: number, fault: Fault | number, path?: string, spared?: number): void
  /** While down, every connection breaks. */
  setDown(down: boolean): void
  /** The fault of a call that begins now, used up by asking. */
  take(path: string): Fault | undefined
}

/** No faults yet. */
export function createFaults(): Faults {
  let down = false
  const waiting: { fault: Fault; path: string | undefined; spared: number }[] = []
  return {
    failNext(count, given, path, spared = 0) {
      const fault: Fault = typeof given === 'number' ? { kind: 'errcode', errcode: given } : given
      for (let n = 0; n < count; n++) waiting.push({ fault, path, spared })
    },
    setDown(to) {
      down = to
    },
    take(path) {
      if (down) return { kind: 'reset' }
      const index = waiting.findIndex((entry) => entry.path === undefined || entry.path === path)
      const entry = waiting[index]
      if (!entry) return undefined
      if (entry.spared === 0) return waiting.splice(index, 1)[0]?.fault
      for (const other of waiting) if (other.path === entry.path) other.spared -= 1
      return undefined
    },
  }
}

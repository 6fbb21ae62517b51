import { PassThrough } from 'node:stream'
import type { LiveView } from './views.ts'

/** Proxies and phones drop a silent connection after a minute or less. */
const BEAT_MS = 20_000

/** Everything that open pages are told as it happens (server-sent events). */
export interface Live {
  tell(view: LiveView): void
  /** A body that goes on until the reader leaves or `close` is called. */
  stream(): PassThrough
  close(): void
}

/** Nobody listening yet. */
export function createLive(): Live {
  const readers = new Set<PassThrough>()
  const write = (text: string): void => {
    for (const reader of readers) reader.write(text)
  }
  const beat = setInterval(() => write(': beat\n\n'), BEAT_MS)
  beat.unref()
  return {
    tell: (view) => write(`data: ${JSON.stringify(view)}\n\n`),
    stream() {
      const reader = new PassThrough()
      readers.add(reader)
      reader.on('close', () => readers.delete(reader))
      reader.on('error', () => readers.delete(reader))
      // The page reconnects by itself after so many milliseconds.
      reader.write('retry: 2000\n\n')
      return reader
    },
    close() {
      clearInterval(beat)
      for (const reader of readers) reader.end()
    },
  }
}

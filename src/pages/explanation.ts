import { notice } from './layout.ts'
import type { PageWording } from './wording.ts'

/** The page a person sees when a request failed: what happened and what to do, never why inside. */
export function explanationPage(say: PageWording['say']): (status: number) => string {
  return (status) => {
    const kind =
      status === 404 ? 'unknown' : status === 503 ? 'away' : status === 429 ? 'busy' : 'broken'
    return notice(say(`${kind}-title`), [say(`${kind}-text`)])
  }
}

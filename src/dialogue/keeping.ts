import type { Frame } from './host.ts'
import type { Talk } from './talk.ts'

/** Whether an intent is understood but has no conversation yet. */
export function hasNoConversation(talk: Talk, intent: string | undefined): boolean {
  return talk.common['no-conversation-yet'].some((entry) => entry.intents.includes(intent ?? ''))
}

/** Keeps what has no conversation yet, once per kind, and gives the honest sentences about it. */
export async function keepWithoutConversation(
  talk: Talk,
  frames: readonly Frame[],
  text: string,
): Promise<string[]> {
  const sentences: string[] = []
  for (const entry of talk.common['no-conversation-yet']) {
    const frame = frames.find(({ intent }) => entry.intents.includes(intent ?? ''))
    if (!frame) continue
    const intent = frame.intent ?? ''
    const filling = await talk.host.note(entry.do, { text, intent })
    sentences.push(talk.sentence(entry.say, undefined, filling))
  }
  return sentences
}

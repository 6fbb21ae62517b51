import { loadConversations } from './conversations.ts'

/** How the options of a choice are called in a dialogue file, by key: what is stored is the key. */
export function optionLabels(dialogue: string, slot: string): ReadonlyMap<string, string> {
  const found = loadConversations()
    .byId.get(dialogue)
    ?.slots.find(({ name }) => name === slot)
  return new Map((found?.options ?? []).map(({ key, label }) => [key, label]))
}

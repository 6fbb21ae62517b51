import type { SimulatorWord } from '../wording.ts'

let words: Readonly<Record<string, string>> = {}

/** Takes over the sentences the server sent. */
export function useWords(given: Readonly<Record<string, string>>): void {
  words = given
}

/** A sentence of conversations/pages/simulator.yaml, filled. */
export function say(
  key: SimulatorWord,
  filling: Readonly<Record<string, string | number>> = {},
): string {
  return (words[key] ?? '').replace(/\{([a-z]+)\}/g, (_, name: string) =>
    String(filling[name] ?? ''),
  )
}

/** The sentence of a key that is put together; undefined where there is none. */
export const lookUp = (key: string): string | undefined => words[key]

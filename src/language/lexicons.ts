import { compilePhrases, type PhraseLexicon } from './phrases.ts'
import type { Intent, UnderstandingFile } from './understanding-schema.ts'

/** The triggers of one intent, normalised. */
export interface IntentWords {
  readonly key: Intent
  readonly whole: ReadonlySet<string>
  readonly starts: readonly string[]
  readonly contains: readonly string[]
}

type WordsByCharacter = ReadonlyMap<string, readonly string[]>

/** What stands around a name and is no part of it, by its first and by its last character; longest first. */
export interface Edges {
  readonly heads: WordsByCharacter
  readonly tails: WordsByCharacter
}

/** The words that a message is understood by, ready for use. Domain words enter the language floor only here. */
export interface Lexicons {
  /** In order of precedence. */
  readonly intents: readonly IntentWords[]
  readonly events: PhraseLexicon
  /** The intent of a reported event, by event key. */
  readonly intentOf: ReadonlyMap<string, Intent>
  /** How the office calls an event, by event key. */
  readonly labelOf: ReadonlyMap<string, string>
  readonly smallTalk: ReadonlySet<string>
  readonly edges: Edges
  readonly notNames: ReadonlySet<string>
  /** What voice input wrote, and the word of the same length that was said. */
  readonly misheard: readonly (readonly [string, string])[]
  readonly partyEndings: readonly string[]
  readonly unitEndings: readonly string[]
  readonly partyCues: readonly string[]
  readonly opinionCues: readonly string[]
  readonly opinionCuesKept: readonly string[]
}

const longestFirst = (words: readonly string[] = []): string[] =>
  [...new Set(words)].sort((a, b) => b.length - a.length)

function byCharacter(words: readonly string[], of: (word: string) => string): WordsByCharacter {
  const all = new Map<string, string[]>()
  for (const word of longestFirst(words)) all.set(of(word), [...(all.get(of(word)) ?? []), word])
  return all
}

/** Makes the file's lists quick to search. */
export function compileLexicons({ intents, events, labels, words }: UnderstandingFile): Lexicons {
  return {
    intents: intents.map(({ key, whole, starts, contains }) => ({
      key,
      whole: new Set(whole),
      starts: longestFirst(starts),
      contains: longestFirst(contains),
    })),
    events: compilePhrases(events),
    intentOf: new Map(events.map(({ key, intent }) => [key, intent])),
    labelOf: new Map([
      ...events.map(({ key, label }) => [key, label] as const),
      ...Object.entries(labels),
    ]),
    smallTalk: new Set(words['small-talk']),
    edges: {
      heads: byCharacter(words.edges, (edge) => edge.charAt(0)),
      tails: byCharacter(words.edges, (edge) => edge.charAt(edge.length - 1)),
    },
    notNames: new Set(words['not-names']),
    misheard: words.misheard.map((pair): [string, string] => {
      const half = (pair.length - 1) / 2
      return [pair.slice(0, half), pair.slice(half + 1)]
    }),
    partyEndings: longestFirst(words['party-endings']),
    unitEndings: longestFirst(words['unit-endings']),
    partyCues: longestFirst(words['party-cues']),
    opinionCues: longestFirst(words['opinion-cues']),
    opinionCuesKept: longestFirst(words['opinion-cues-kept']),
  }
}

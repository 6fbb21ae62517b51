import { z } from 'zod'
import { readYaml, wordingFile } from '../base/index.ts'

const words = z.array(z.string().min(1)).min(1)
const file = z.strictObject({
  /** Characters said after a word without changing it. */
  trailing: z.array(z.string().length(1)).min(1),
  complain: words,
  fact: z.strictObject({ YES: words, NO: words, NOT_YET: words }),
  issue: z.strictObject({ SOLVED: words, NOT_SOLVED: words }),
  'add-to-issue': words,
  'my-issues': words,
  'ask-help': words,
  trouble: z.strictObject({
    NOT_SIGNED: words,
    NOT_ACCEPTED: words,
    NOT_PAID: words,
    UNFAIR: words,
  }),
  surveys: words,
  contacts: words,
  'page-link': words,
  'hear-fact': words,
  'my-contract': words,
  thanks: words,
})

/** How suppliers speak, as the bureau writes it. */
export type SupplierWords = z.infer<typeof file>

/** `conversations/dialogues/suppliers/_words.yaml`; throws MistakesError. */
export const loadSupplierWords = (): SupplierWords =>
  readYaml(wordingFile('dialogues', 'suppliers', '_words.yaml'), file).value

/** What a customer's words are about. `word` answers what was asked; `trouble` is what help is asked for. */
export type Spoken =
  | { readonly kind: 'fact'; readonly word: 'YES' | 'NO' | 'NOT_YET' }
  | { readonly kind: 'issue'; readonly word: 'SOLVED' | 'NOT_SOLVED' }
  | { readonly kind: 'ask-help'; readonly trouble?: string }
  | {
      readonly kind:
        | 'complain'
        | 'add-to-issue'
        | 'my-issues'
        | 'surveys'
        | 'contacts'
        | 'page-link'
        | 'hear-fact'
        | 'my-contract'
        | 'thanks'
    }

const AROUND = /[\s\p{P}]+/gu

const bare = (text: string): string => text.normalize('NFKC').replace(AROUND, '')
function core(text: string, { trailing }: Pick<SupplierWords, 'trailing'>): string {
  const characters = [...bare(text)]
  while (trailing.includes(characters.at(-1) ?? '')) characters.pop()
  return characters.join('')
}

const has = (text: string, list: readonly string[]): boolean =>
  list.some((word) => text.includes(word))

/** The one key whose words the text is, or has. */
function keyOf<K extends string>(
  table: Readonly<Record<K, readonly string[]>>,
  fits: (list: readonly string[]) => boolean,
): K | undefined {
  // Object.entries widens the keys of the table to string.
  const entries = Object.entries(table) as [K, readonly string[]][]
  return entries.find(([, list]) => fits(list))?.[0]
}

/** What a text is about, by the first group of words that fits; undefined where none does. */
export function spokenIn(text: string, said: SupplierWords): Spoken | undefined {
  const plain = bare(text)
  if (has(plain, said.complain)) return { kind: 'complain' }
  const isIn = (given: string, list: readonly string[]): boolean =>
    list.some((word) => core(word, said) === core(given, said) || bare(word) === bare(given))
  const fact = keyOf(said.fact, (list) => isIn(text, list))
  if (fact) return { kind: 'fact', word: fact }
  const issue = keyOf(said.issue, (list) => isIn(text, list))
  if (issue) return { kind: 'issue', word: issue }
  if (isIn(text, said.thanks)) return { kind: 'thanks' }
  if (has(plain, said['add-to-issue'])) return { kind: 'add-to-issue' }
  if (has(plain, said['my-issues'])) return { kind: 'my-issues' }
  const trouble = keyOf(said.trouble, (list) => has(plain, list))
  if (has(plain, said['ask-help']) || trouble)
    return { kind: 'ask-help', ...(trouble && { trouble }) }
  const rest = ['surveys', 'contacts', 'page-link', 'hear-fact', 'my-contract'] as const
  const kind = rest.find((name) => has(plain, said[name]))
  return kind && { kind }
}

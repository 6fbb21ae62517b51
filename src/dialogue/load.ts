import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Mistake, MistakesError, readYaml, type YamlFile } from '../base/index.ts'
import { type BoundNames, mistakesIn } from './bound-names.ts'
import { type Dialogue, dialogueDefinition } from './definition.ts'
import { type Phrasebook, phrasebook } from './phrasebook.ts'

/** All conversations and what is common to them. */
export interface Dialogues {
  readonly byId: ReadonlyMap<string, Dialogue>
  readonly common: Phrasebook
  /** The dialogue an intent starts. */
  forIntent(intent: string | undefined): Dialogue | undefined
  /** The dialogue a button starts. */
  forButton(key: string): Dialogue | undefined
}

/**
 * Loads `<folder>/*.yaml`; files that begin with `_` are not conversations, `_common.yaml` is the phrasebook. With
 * `base`, the phrasebook of that folder holds wherever this one says nothing else.
 * Throws MistakesError with every mistake of every file, each as file:line:column.
 */
export function loadDialogues(folder: string, names: BoundNames, base?: string): Dialogues {
  const mistakes: Mistake[] = []
  const collect = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof MistakesError)) throw error
      mistakes.push(...error.mistakes)
      return undefined
    }
  }
  const common = collect(() => readCommon(folder, base))
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !file.startsWith('_'))
    .sort()
    .flatMap((file) => {
      const read = collect(() => readYaml(join(folder, file), dialogueDefinition))
      return read ? [{ file, ...read }] : []
    })
  for (const { file, value, at } of files) {
    if (`${value.id}.yaml` !== file)
      mistakes.push({ at: at(['id']), message: `id ${value.id} must be the file's name` })
    mistakes.push(...mistakesIn(value, at, names))
  }
  mistakes.push(...claimedTwice(files))
  if (common) mistakes.push(...unboundActions(common, names))
  if (mistakes.length > 0 || !common) throw new MistakesError(mistakes)
  return index(
    files.map((file) => file.value),
    common.value,
  )
}

/** Sections of a phrasebook as they are written. */
const sections = z.record(z.string(), z.unknown())

/** The phrasebook of a folder; over another one's, sentence by sentence, where it has a base. */
function readCommon(folder: string, base: string | undefined): YamlFile<Phrasebook> {
  const file = join(folder, '_common.yaml')
  if (base === undefined) return readYaml(file, phrasebook)
  const shared = readYaml(join(base, '_common.yaml'), phrasebook).value
  const { value: own, at } = readYaml(file, sections)
  const merged = Object.fromEntries(
    Object.entries({ ...shared, ...own }).map(([key, value]) => {
      const [before, now] = [
        sections.safeParse(Reflect.get(shared, key)),
        sections.safeParse(value),
      ]
      return [key, before.success && now.success ? { ...before.data, ...now.data } : value]
    }),
  )
  const read = phrasebook.safeParse(merged)
  if (read.success) return { value: read.data, at }
  throw new MistakesError(
    read.error.issues.map(({ path, message }) => ({
      at: at(path),
      message: `${path.map(String).join('.')}: ${message}`,
    })),
  )
}

function unboundActions({ value, at }: YamlFile<Phrasebook>, names: BoundNames): Mistake[] {
  const uses = [
    { path: ['human', 'do'], action: value.human.do },
    ...value['no-conversation-yet'].map((entry, i) => ({
      path: ['no-conversation-yet', i, 'do'],
      action: entry.do,
    })),
  ]
  return uses
    .filter(({ action }) => !names.notes.includes(action))
    .map(({ path, action }) => ({ at: at(path), message: `action ${action} is bound to nothing` }))
}

function claimedTwice(files: readonly YamlFile<Dialogue>[]): Mistake[] {
  const seen = new Map<string, string>()
  const mistakes: Mistake[] = []
  for (const { value, at } of files) {
    for (const [kind, claims] of [
      ['intents', value.starts.intents],
      ['buttons', value.starts.buttons ?? []],
    ] as const) {
      for (const [i, claim] of claims.entries()) {
        const other = seen.get(`${kind}/${claim}`)
        if (other)
          mistakes.push({
            at: at(['starts', kind, i]),
            message: `${claim} already starts ${other}`,
          })
        seen.set(`${kind}/${claim}`, value.id)
      }
    }
  }
  return mistakes
}

function index(all: readonly Dialogue[], common: Phrasebook): Dialogues {
  const intents = new Map(all.flatMap((d) => d.starts.intents.map((intent) => [intent, d])))
  const buttons = new Map(all.flatMap((d) => (d.starts.buttons ?? []).map((key) => [key, d])))
  return {
    byId: new Map(all.map((d) => [d.id, d])),
    common,
    forIntent: (intent) => (intent === undefined ? undefined : intents.get(intent)),
    forButton: (key) => buttons.get(key),
  }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wordingFile } from '../../src/base/index.ts'
import { boundNames, loadConversations } from '../../src/bindings/index.ts'
import { loadUnderstanding } from '../../src/language/index.ts'
import { ALL_KINDS, EVENT_KINDS } from '../../src/ledger/index.ts'

const dialogues = loadConversations()
const folder = wordingFile('dialogues')
const texts = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => readFileSync(join(folder, file), 'utf8'))
const options =
  dialogues.byId.get('report-stage')?.slots.find((slot) => slot.name === 'event')?.options ?? []

test('every conversation loads against the names that are really bound', () => {
  expect(dialogues.byId.size).toBeGreaterThanOrEqual(4)
})

test('every bound name is used by a conversation', () => {
  const used = new Set(
    texts.flatMap((text) =>
      [...text.matchAll(/\b(?:is|do|rule): ([a-z][a-z-]*)/g)].map(([, name]) => name),
    ),
  )
  const { kinds, rules, actions, answers, notes, roles } = boundNames
  const bound = [kinds, rules, actions].flatMap(Object.keys).concat(answers, notes)
  expect(bound.length).toBeGreaterThan(15)
  expect(bound.filter((name) => !used.has(name))).toEqual([])
  const open = [...dialogues.byId.values()].flatMap((dialogue) => dialogue['open-to'])
  expect(roles.filter((role) => !open.includes(role))).toEqual([])
})

test('a stage is called the same wherever it is spoken of, and every event of the ledger has a name', () => {
  const { labelOf } = loadUnderstanding()
  expect(options.map(({ key, label }) => [key, label])).toEqual(
    EVENT_KINDS.map((kind) => [kind, labelOf.get(kind)]),
  )
  expect([...labelOf.keys()].sort()).toEqual([...ALL_KINDS].sort())
})

test('what people read has no exclamation marks and no brackets inside brackets', () => {
  for (const text of texts) {
    const spoken = text
      .split('\n')
      .filter((line) => !/^\s*#/.test(line))
      .join('\n')
    expect(spoken).not.toMatch(/[!！]/)
    expect(spoken).not.toMatch(/（[^）\n]*（/)
  }
})

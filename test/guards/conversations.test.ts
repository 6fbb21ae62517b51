import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { wordingFile } from '../../src/base/index.ts'
import { boundNames, loadConversations } from '../../src/bindings/index.ts'
import {
  loadSupplierConversations,
  loadSupplierWords,
  supplierNames,
} from '../../src/counter/index.ts'
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

describe('conversations with suppliers', () => {
  const own = wordingFile('dialogues', 'suppliers')
  const files = readdirSync(own).filter((file) => file.endsWith('.yaml'))
  const said = files.map((file) => readFileSync(join(own, file), 'utf8'))
  const loaded = loadSupplierConversations()

  test('all load, and a supplier may take part in each', () => {
    const ids = files.filter((file) => !file.startsWith('_'))
    expect(ids.length).toBeGreaterThan(8)
    expect([...loaded.byId.keys()].map((id) => `${id}.yaml`).sort()).toEqual(ids.sort())
    for (const dialogue of loaded.byId.values()) expect(dialogue['open-to']).toEqual(['party'])
  })

  test('every bound name is used, and every request that is understood has its conversation', () => {
    const used = new Set(
      said.flatMap((text) =>
        [...text.matchAll(/\b(?:is|do|rule): ([a-z][a-z-]*)/g)].map(([, name]) => name),
      ),
    )
    const { kinds, actions, answers, notes } = supplierNames
    const bound = [...Object.keys(kinds), ...Object.keys(actions), ...answers, ...notes]
    expect(bound.length).toBeGreaterThan(10)
    expect(bound.filter((name) => !used.has(name))).toEqual([])
    const groups = Object.keys(loadSupplierWords()).filter(
      (group) => !['complain', 'fact', 'issue', 'trouble', 'thanks', 'trailing'].includes(group),
    )
    const intents = [...groups, 'hear-issue', 'answer-survey']
    expect(intents.filter((intent) => !loaded.forIntent(intent))).toEqual([])
  })

  test('they ask to check before anything is recorded, without exclamation marks', () => {
    const reports = [...loaded.byId.values()].flatMap((d) => (d.kind === 'report' ? [d] : []))
    expect(reports.length).toBeGreaterThan(2)
    for (const { confirm } of reports) expect(confirm.say).toContain('核对')
    for (const text of said) {
      const spoken = text.replace(/^\s*#.*$/gm, '')
      expect(spoken).not.toMatch(/[!！]/)
      expect(spoken).not.toMatch(/（[^）\n]*（/)
    }
  })
})

test('a stage is called the same wherever it is spoken of, and every event of the ledger has a name', () => {
  const { labelOf, intentOf } = loadUnderstanding()
  const offered = options.filter(({ quiet }) => !quiet)
  expect(offered.map(({ key, label }) => [key, label])).toEqual(
    EVENT_KINDS.map((kind) => [kind, labelOf.get(kind)]),
  )
  for (const { key, label } of options) expect(labelOf.get(key)).toBe(label)
  // What is told from a sentence can also be chosen, and the other way round.
  expect(options.map(({ key }) => key).sort()).toEqual([...intentOf.keys()].sort())
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

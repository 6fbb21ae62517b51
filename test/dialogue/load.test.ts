import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MistakesError } from '../../src/base/index.ts'
import { loadDialogues } from '../../src/dialogue/index.ts'
import { libraryFolder, libraryNames } from './library.ts'

/** Mistakes of the library's folder after an edit, as `file:line:col message`. */
function mistakesAfter(file: string, edit: (text: string) => string): string[] {
  const folder = libraryFolder()
  const path = join(folder, file)
  const before = readFileSync(path, 'utf8')
  const after = edit(before)
  expect(after).not.toBe(before)
  writeFileSync(path, after)
  try {
    loadDialogues(folder, libraryNames)
    return []
  } catch (error) {
    if (!(error instanceof MistakesError)) throw error
    return error.mistakes.map(({ at, message }) => `${at.split('/').at(-1)} ${message}`)
  }
}

/** The line of the library's loan file on which a text stands first, counted from 1. */
function lineOf(text: string): number {
  const lines = readFileSync(join(import.meta.dirname, 'library', 'loan.yaml'), 'utf8').split('\n')
  return lines.findIndex((line) => line.includes(text)) + 1
}

describe('a mistake in a conversation file is named by file, line and column', () => {
  test.each([
    ['an unknown key', 'upgrade: keep', 'upgrade: keep\ncolour: red', 'colour: unknown key', 1],
    ['an unknown value kind', 'is: day', 'is: moon', 'kind moon is bound to nothing', 0],
    ['an unknown rule', 'rule: may-borrow', 'rule: may-eat', 'rule may-eat is bound to nothing', 0],
    ['an unknown action', 'do: lend', 'do: eat', 'action eat is bound to nothing', 0],
    ['an unknown undoing action', 'do: unlend', 'do: uneat', 'action uneat is bound to nothing', 0],
    ['an unknown role', 'open-to: [reader]', 'open-to: [cat]', 'role cat is bound to nothing', 0],
    [
      'a placeholder without source',
      '{day.weekday}',
      '{day.colour}',
      '{day.colour} has no source',
      -4,
    ],
    ['a placeholder the rule does not give', '{taken}', '{eaten}', '{eaten} has no source', 0],
    ['a placeholder the action does not give', '{extra}', '{gone}', '{gone} has no source', -2],
    [
      'a condition on a missing slot',
      'purpose: [WORK]',
      'mood: [WORK]',
      'there is no slot mood',
      0,
    ],
    ['a rule that uses a missing slot', 'with: [book]', 'with: [box]', 'there is no slot box', 0],
    [
      'a missing place for the reason',
      'reason-in: reason',
      'reason-in: why',
      'there is no slot why',
      0,
    ],
    [
      'a `clears` of a missing slot',
      'purpose: [copies]',
      'purpose: [cups]',
      'there is no slot cups',
      0,
    ],
    [
      'a `clears` by a missing slot',
      '{ purpose: [copies]',
      '{ mood: [copies]',
      'there is no slot mood',
      0,
    ],
    [
      'a missing slot of identity',
      'anew-by: [book, day]',
      'anew-by: [book, dog]',
      'there is no slot dog',
      0,
    ],
    ['two slots of one name', 'name: purpose', 'name: book', 'there are two slots book', 0],
    ['an id that is not the file name', 'id: loan', 'id: lend', 'id lend must be the file', 0],
    [
      'an intent claimed twice',
      'intents: [loan]',
      'intents: [loan, seat]',
      'seat already starts loan',
      undefined,
    ],
  ])('%s', (_, from, to, message, offset) => {
    const mistakes = mistakesAfter('loan.yaml', (text) => text.replace(from, to))
    const found = mistakes.find((mistake) => mistake.includes(message))
    expect(found, mistakes.join('\n')).toBeDefined()
    // A mistake inside a block of several lines is placed at the block's beginning.
    if (offset !== undefined)
      expect(found).toMatch(new RegExp(`^loan\\.yaml:${lineOf(from) + offset}:\\d+ `))
  })

  test('shapes: options without a choice, a text without length, a photo that is demanded', () => {
    expect(mistakesAfter('loan.yaml', (t) => t.replace('is: choices', 'is: count'))[0]).toContain(
      'options belong to a choice',
    )
    expect(mistakesAfter('loan.yaml', (t) => t.replace('length: [4, 50], ', ''))[0]).toContain(
      'a text needs one',
    )
    expect(
      mistakesAfter('loan.yaml', (t) => t.replace('label: 封面, optional: true', 'label: 封面'))[0],
    ).toContain('a photo cannot be demanded')
  })

  test('in the phrasebook too: keys, placeholders, actions', () => {
    expect(mistakesAfter('_common.yaml', (t) => `${t}\nhello: 您好\n`)[0]).toMatch(
      /^_common\.yaml:\d+:\d+ hello: unknown key$/,
    )
    expect(
      mistakesAfter('_common.yaml', (t) => t.replace('“{title}”不办了', '“{colour}”不办了')),
    ).toEqual([
      expect.stringMatching(/^_common\.yaml:\d+:\d+ cancel\.say: \{colour\} has no source$/),
    ])
    expect(
      mistakesAfter('_common.yaml', (t) => t.replace('do: call-section', 'do: shout')),
    ).toEqual([expect.stringMatching(/^_common\.yaml:\d+:\d+ action shout is bound to nothing$/)])
  })

  test('all mistakes of all files come at once', () => {
    const folder = libraryFolder()
    const spoil = (file: string, from: string, to: string) => {
      const path = join(folder, file)
      writeFileSync(path, readFileSync(path, 'utf8').replace(from, to))
    }
    spoil('loan.yaml', 'is: book', 'is: moon')
    spoil('loan.yaml', 'do: lend', 'do: eat')
    spoil('seat.yaml', 'upgrade: restart', 'upgrade: maybe')
    spoil('hours.yaml', 'do: list-hours', 'do: list-moons')
    expect(() => loadDialogues(folder, libraryNames)).toThrow(
      /seat\.yaml:\d+:\d+ upgrade[\s\S]*hours\.yaml:\d+:\d+ answer[\s\S]*loan\.yaml:\d+:\d+ kind moon[\s\S]*loan\.yaml:\d+:\d+ action eat/,
    )
  })
})

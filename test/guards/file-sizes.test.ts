import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../src/base/index.ts'

/** Above this a file holds two nouns. */
const CEILING = 300
const WORN_OUT_NAMES = /(^|[-/])(utils?|helpers?|common|managers?|services?)(\.|\/|$)/

function sources(folder: string): string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(ts|mjs|css)$/.test(file) && !file.startsWith('src/db/generated/'))
}

const files = [...sources('src'), ...sources('test')]
const linesOf = (file: string): number =>
  readFileSync(join(projectRoot, file), 'utf8').split('\n').length - 1

test('no file is longer than a newcomer reads at a sitting', () => {
  expect(files.length).toBeGreaterThan(150)
  const long = files.filter((file) => linesOf(file) > CEILING)
  expect(long.map((file) => `${file}: ${linesOf(file)} lines`)).toEqual([])
})

test('no file is named after nothing in particular', () => {
  expect(files.filter((file) => WORN_OUT_NAMES.test(file))).toEqual([])
})

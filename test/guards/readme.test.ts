import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseYaml, projectRoot } from '../../src/base/index.ts'
import { runCli, type Terminal, type World } from '../../src/cli/index.ts'
import { envExample, VARIABLES, variablesTable } from '../../src/config-words.ts'

const read = (file: string): string => readFileSync(join(projectRoot, file), 'utf8')
const English = 'README.md'
const Chinese = 'README.zh-CN.md'
const READMES = [English, Chinese]

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, found = '']) => found)

/** The rows of the tables under a heading, as cells. */
function rowsUnder(text: string, heading: string): string[][] {
  const [, section = ''] = text.split(`\n${heading}\n`)
  const [here = ''] = section.split('\n## ')
  return here
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[-| ]+\|$/.test(line))
    .slice(1)
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()))
}

const codeIn = (cell: string | undefined): string[] => matches(cell ?? '', /`([^`]+)`/g)

describe('variables', () => {
  test('the Chinese table is the one that the program makes (UPDATE=1 writes it)', () => {
    const text = read(Chinese)
    expect(text).toContain('<!-- /variables -->')
    const now = text.replace(
      /(<!-- variables:.*-->\n)[\s\S]*?(<!-- \/variables -->)/,
      (_, from: string, to: string) => `${from}${variablesTable()}\n${to}`,
    )
    if (process.env.UPDATE) writeFileSync(join(projectRoot, Chinese), now)
    else expect(text).toBe(now)
    for (const name of VARIABLES) expect(now).toContain(`| \`${name}\` |`)
  })

  test('.env.example is the one that the program makes (UPDATE=1 writes it)', () => {
    if (process.env.UPDATE) writeFileSync(join(projectRoot, '.env.example'), envExample())
    else expect(read('.env.example')).toBe(envExample())
  })

  test('the English table has the same variables in the same order', () => {
    const names = rowsUnder(read(English), '## Variables').flatMap(([name]) => codeIn(name))
    expect(names).toEqual([...VARIABLES])
  })

  test.each(READMES)('%s names no variable of ours that there is not', (file) => {
    const named = matches(read(file), /\b((?:WECOM|APP|PUBLIC|DATABASE|DATA|LOG)_[A-Z_]+[A-Z])\b/g)
    expect(named.length).toBeGreaterThan(VARIABLES.length)
    const known: readonly string[] = VARIABLES
    expect(named.filter((name) => !known.includes(name))).toEqual([])
  })
})

describe('commands', () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(read('package.json')))
  const texts = [
    ...READMES,
    ...readdirSync(join(projectRoot, 'conversations/operator')).map(
      (file) => `conversations/operator/${file}`,
    ),
  ].map((file) => [file, read(file)] as const)

  test('every script of npm that is named exists', () => {
    const named = texts.flatMap(([, text]) => [
      ...matches(text, /npm run (?:--silent )?([a-z]+)/g),
      ...matches(text, /npm (start|test)\b/g),
    ])
    expect(named.length).toBeGreaterThan(20)
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([])
  })

  // Help is given before anything of the world is opened, so a world that has nothing will do.
  const nowhere = {} as World

  async function helpOf(command: string): Promise<{ code: number; text: string }> {
    let text = ''
    const terminal: Terminal = {
      print: (line) => {
        text += `${line}\n`
      },
      complain: () => undefined,
      lines: async function* () {},
    }
    return { code: await runCli([command, '--help'], terminal, nowhere), text }
  }

  test('every command of the operator that is named exists, with the options given to it', async () => {
    const calls = texts.flatMap(([file, text]) =>
      [
        ...text.matchAll(/(?:npm run (?:--silent )?cli --|dist\/cli\.js) ([a-z]+)([^\n`。；]*)/g),
      ].map(([, command = '', rest = '']) => ({
        file,
        command,
        options: matches(rest, /(--[a-z-]+)/g),
      })),
    )
    expect(calls.length).toBeGreaterThan(30)
    const wrong: string[] = []
    for (const { file, command, options } of calls) {
      const help = await helpOf(command)
      if (help.code !== 0) wrong.push(`${file}: ${command}`)
      for (const option of options)
        if (!help.text.includes(option)) wrong.push(`${file}: ${command} ${option}`)
    }
    expect(wrong).toEqual([])
  })
})

describe('files', () => {
  test.each(READMES)('every file that %s links to or names exists', (file) => {
    const text = read(file)
    const links = matches(text, /\]\(([^)#\s]+)\)/g).filter((link) => !/^https?:/.test(link))
    const paths = matches(text, /`((?:src|test|conversations|prisma|\.ci)\/[^`\s]*)`/g)
    expect(links.length).toBeGreaterThan(3)
    expect(paths.length).toBeGreaterThan(3)
    // `folder/*.yaml` names the folder
    const missing = [...links, ...paths].filter(
      (path) => !existsSync(join(projectRoot, path.replace(/\*.*$/, ''))),
    )
    expect(missing).toEqual([])
  })

  test('both give the same unit of systemd and the same server of nginx', () => {
    const blocks = (file: string) => matches(read(file), /```(?:ini|nginx)\n([\s\S]*?)\n```/g)
    expect(blocks(English)).toHaveLength(2)
    expect(blocks(Chinese)).toEqual(blocks(English))
  })
})

describe('floors', () => {
  const Floors = z.array(z.array(z.string()))
  const [list = ''] = matches(
    read('.dependency-cruiser.cjs'),
    /^const floors = (\[\n[\s\S]*?\n\])$/gm,
  )
  const floors = Floors.parse(parseYaml(list, 'floors', Floors).value)

  test.each([
    [English, '## How it is built'],
    [Chinese, '## 程序怎么组织'],
  ])('the map of %s is that of the rules, under assembly', (file, heading) => {
    const rows = rowsUnder(read(file), heading)
    const [assembly, ...below] = rows.map(([floor, folders]) => ({
      floor: Number(floor),
      folders: codeIn(folders),
    }))
    expect(below.reverse()).toEqual(floors.map((folders, floor) => ({ floor, folders })))
    expect(assembly?.floor).toBe(floors.length)
    expect(assembly?.folders.filter((name) => !existsSync(join(projectRoot, 'src', name)))).toEqual(
      [],
    )
  })

  test('a folder that says on which floor it is says the right one', () => {
    const said = floors.flat().flatMap((folder) => {
      const [floor] = matches(read(`src/${folder}/index.ts`), /Floor (\d)/g)
      return floor === undefined ? [] : [{ folder, floor: Number(floor) }]
    })
    expect(said.length).toBeGreaterThan(10)
    const right = said.map(({ folder }) => ({
      folder,
      floor: floors.findIndex((folders) => folders.includes(folder)),
    }))
    expect(said).toEqual(right)
  })
})

test('a term of the glossary has one name, and a name one term', () => {
  const rows = rowsUnder(read(English), '## Glossary')
  expect(rows.length).toBeGreaterThan(40)
  for (const column of [0, 1]) {
    const terms = rows.map((cells) => (cells[column] ?? '').toLowerCase())
    expect(terms.filter((term, at) => terms.indexOf(term) !== at)).toEqual([])
  }
})

describe('failures', () => {
  const Sentences = z.record(z.string(), z.string())
  const sentences = parseYaml(read('conversations/operator/errors.yaml'), 'errors', Sentences).value

  /** What an OfficeError is made with: `folder.reason`, the folder being one of ours. */
  const sources = readdirSync(join(projectRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('db/generated/'))
    .map((file) => read(`src/${file}`))
  const scopes = readdirSync(join(projectRoot, 'src')).map((name) => name.replace(/\.ts$/, ''))
  const codes = new Set(
    sources
      .filter((text) => text.includes('OfficeError'))
      .flatMap((text) =>
        matches(text, /(?:OfficeError\(\s*|super\(\s*|[?:] )'([a-z]+\.[a-z]+(?:-[a-z]+)*)'/g),
      )
      .filter((code) => scopes.includes(code.split('.')[0] ?? '')),
  )

  test('every failure that was foreseen has a sentence for whoever runs the system', () => {
    expect(codes.size).toBeGreaterThan(25)
    expect([...codes].filter((code) => !(code in sentences))).toEqual([])
  })

  test('no sentence waits for a failure that nothing throws', () => {
    const unforeseen = ['unforeseen', 'db.away']
    const thrown = Object.keys(sentences).filter((code) => !unforeseen.includes(code))
    expect(thrown.filter((code) => !codes.has(code))).toEqual([])
  })
})

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { projectRoot } from '../../src/base/index.ts'

const Report = z.object({
  summary: z.object({
    totalCruised: z.number(),
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
  }),
})

/** Runs dependency-cruiser with the project's rules over a folder's src. */
async function cruise(folder: string): Promise<{ modules: number; violations: string[] }> {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const rules = join(projectRoot, '.dependency-cruiser.cjs')
  const args = [program, '--config', rules, '--output-type', 'json', 'src']
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    maxBuffer: 2 ** 28,
  }).catch((error: { stdout: string }) => error)
  const { summary } = Report.parse(JSON.parse(stdout))
  const violations = summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} → ${to}`)
  return { modules: summary.totalCruised, violations: violations.sort() }
}

/** File, and what it imports wrongly. */
const BREACHES: Record<string, string> = {
  'base/a.ts': "import '../ledger/index.ts'",
  'wecom/a.ts': "import type { x } from '../language/index.ts'",
  'dialogue/a.ts': "import '../wecom/index.ts'",
  'notify/a.ts': "import '../dialogue/index.ts'",
  'ledger/a.ts': "import '../deadlines/index.ts'",
  'visits/a.ts': "export * from '../ledger/secret.ts'",
  'supervision/a.ts': "await import('../bindings/index.ts')",
  'office/a.ts': "import '../bindings/index.ts'",
  'cli/a.ts': "import '../http/index.ts'",
  'jobs/a.ts': "import '../config.ts'",
  'people/a.ts': "import 'pg'",
  'surveys/a.ts': "import '@prisma/client'",
  'calendar/a.ts': "import { x } from '../db/generated/client.ts'",
  'unheard-of/a.ts': "import '../base/index.ts'",
  'app.ts': "import '../src/ledger/secret.ts'",
  'language/b.ts': "import './c.ts'",
  'language/c.ts': "import './b.ts'",
}

const EXPECTED = [
  'base-looks-down: src/base/a.ts → src/ledger/index.ts',
  'cli-looks-down: src/cli/a.ts → src/http/index.ts',
  'database-only-in-db: src/calendar/a.ts → src/db/generated/client.ts',
  'database-only-in-db: src/people/a.ts → pg',
  'database-only-in-db: src/surveys/a.ts → @prisma/client',
  'dialogue-looks-down: src/dialogue/a.ts → src/wecom/index.ts',
  'known-folder: src/unheard-of/a.ts → src/base/index.ts',
  'ledger-looks-down: src/ledger/a.ts → src/deadlines/index.ts',
  'no-circle: src/language/b.ts → src/language/c.ts',
  'nobody-imports-assembly: src/jobs/a.ts → src/config.ts',
  'notify-looks-down: src/notify/a.ts → src/dialogue/index.ts',
  'office-looks-down: src/office/a.ts → src/bindings/index.ts',
  'root-through-the-door: src/app.ts → src/ledger/secret.ts',
  'supervision-looks-down: src/supervision/a.ts → src/bindings/index.ts',
  'through-the-door: src/visits/a.ts → src/ledger/secret.ts',
  'wecom-looks-down: src/wecom/a.ts → src/language/index.ts',
]

let planted: string

beforeAll(async () => {
  planted = await mkdtemp(join(tmpdir(), 'caixiaozhu-floors-'))
  await cp(join(projectRoot, 'tsconfig.json'), join(planted, 'tsconfig.json'))
  const folders = 'base wecom language db/generated dialogue ledger deadlines bindings http'
  const files = new Map(
    folders.split(' ').map((folder) => [`${folder}/index.ts`, 'export const x = 1']),
  )
  for (const file of ['ledger/secret.ts', 'config.ts', 'db/generated/client.ts'])
    files.set(file, 'export const x = 1')
  for (const [file, text] of Object.entries(BREACHES)) files.set(file, text)
  for (const [file, text] of files) {
    await mkdir(dirname(join(planted, 'src', file)), { recursive: true })
    await writeFile(join(planted, 'src', file), `${text}\n`)
  }
})
afterAll(() => rm(planted, { recursive: true }))

test('every kind of breach is caught and named', async () => {
  const { violations } = await cruise(planted)
  expect(violations).toEqual(expect.arrayContaining(EXPECTED))
})

test('the project keeps to its floors, and all of it was looked at', async () => {
  const { modules, violations } = await cruise(projectRoot)
  expect(violations).toEqual([])
  expect(modules).toBeGreaterThan(150)
})

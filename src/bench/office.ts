import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { addDays, type Day, dataFile, fill, readYaml } from '../base/index.ts'

const text = z.string().min(1)
const shape = z.strictObject({
  projects: z.array(text).min(1),
  suppliers: z.int().positive(),
  account: text,
  sentence: text,
  recorded: text,
  sheets: z.record(
    text,
    z.strictObject({
      every: z.enum(['school', 'supplier', 'project']),
      columns: z.record(text, text),
      days: z.record(text, z.int().positive()).default({}),
    }),
  ),
})

/** A person of the bench: an account, and the sentences she can say, each once. */
export interface BenchPerson {
  readonly userid: string
  readonly reports: readonly string[]
}

/** The office of the bench. */
export interface BenchOffice {
  readonly people: readonly BenchPerson[]
  /** What the answer to a recorded report contains. */
  readonly recorded: string
  /** Writes the office as a folder of CSV files, to be imported as anybody's would be. */
  write(folder: string): Promise<void>
}

const numbered = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => String(i + 1).padStart(4, '0'))

/** Each brings a person four messages, and the service sends her 24 a minute at most: the others of her projects rest. */
const REPORTS_A_PERSON = 5

/** An office in which at least so many reports can be made. */
export function benchOffice(reports: number, today: Day): BenchOffice {
  const words = readYaml(dataFile('bench', 'office.yaml'), shape).value
  const schools = numbered(Math.ceil(reports / REPORTS_A_PERSON))
  const suppliers = numbered(words.suppliers)
  const rows = {
    school: schools.map((school) => ({ school })),
    supplier: suppliers.map((supplier) => ({ supplier })),
    project: schools.flatMap((school, i) =>
      words.projects.map((project, n) => ({
        school,
        project,
        n: String(n + 1),
        supplier: suppliers[(i + n) % suppliers.length] ?? '',
      })),
    ),
  }
  return {
    recorded: words.recorded,
    people: schools.map((school) => ({
      userid: fill(words.account, { school }),
      reports: words.projects
        .slice(0, REPORTS_A_PERSON)
        .map((project) => fill(words.sentence, { project })),
    })),
    async write(folder) {
      await mkdir(folder, { recursive: true })
      for (const [name, { every, columns, days }] of Object.entries(words.sheets)) {
        const dates = Object.values(days).map((ago) => addDays(today, -ago))
        const lines = rows[every].map((row) => [
          ...Object.values(columns).map((column) => fill(column, row)),
          ...dates,
        ])
        const head = [...Object.keys(columns), ...Object.keys(days)]
        const csv = [head, ...lines].map((cells) => cells.join(',')).join('\n')
        await writeFile(join(folder, `${name}.csv`), csv)
      }
    },
  }
}

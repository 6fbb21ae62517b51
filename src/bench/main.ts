import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { officeDay, systemClock } from '../base/index.ts'
import { bench } from './bench.ts'
import { resultText } from './result.ts'

const HELP = `npm run bench [-- --seconds N] [--people N] [--json] [--keep] [--profile FOLDER]

Whole turns (a report in words, a tap on 提交) through encrypted callbacks against the running service on an
embedded, durable PostgreSQL, beside a reference that only verifies, decrypts, inserts a row and answers.
  --seconds N  how long people write, in all (20)
  --people N   how many at once (16)
  --json       the result as JSON on stdout; progress goes to stderr
  --profile F  leaves a processor profile of the service in that folder (it slows the service down)
  --keep       leaves the folder with the data and logs
`

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    people: { type: 'string', default: '16' },
    json: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const [seconds, people] = [Number(values.seconds), Number(values.people)]

if (values.help) process.stdout.write(HELP)
else if (!(seconds >= 1 && seconds <= 60) || !(people >= 1 && people <= 64)) {
  process.stderr.write(`--seconds 1 to 60, --people 1 to 64\n\n${HELP}`)
  process.exitCode = 2
} else {
  const folder = await mkdtemp(join(tmpdir(), 'caixiaozhu-bench-'))
  try {
    const say = (line: string): void => void process.stderr.write(`${line}\n`)
    const today = officeDay(systemClock.now())
    const result = await bench(
      {
        seconds,
        people,
        folder,
        today,
        ...(values.profile && { profile: resolve(values.profile) }),
      },
      say,
    )
    process.stdout.write(`${values.json ? JSON.stringify(result) : resultText(result)}\n`)
  } finally {
    if (values.keep) process.stderr.write(`${folder}\n`)
    else await rm(folder, { recursive: true, force: true })
  }
}

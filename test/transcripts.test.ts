import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Business, openBusiness } from './support/business.ts'
import { handLink } from './support/counter-play.ts'
import { emptyOffice } from './support/empty-office.ts'
import { openOffice, type TestOffice } from './support/office.ts'
import { outcomeOf } from './support/outcome.ts'
import { momentIn, play } from './support/play.ts'
import { setStage } from './support/stage.ts'
import { readTranscript, rewriteTranscript } from './support/transcript.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'transcripts')
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .sort()

// One service for all: it is emptied between two transcripts, which takes a tenth of opening another.
let office: TestOffice
let business: Business
const passed = new Map<string, number>()

beforeAll(async () => {
  office = await openOffice('2026-09-10T09:30:00+08:00')
  business = await openBusiness(office.database)
})

afterAll(async () => {
  await office[Symbol.asyncDispose]()
  const counts = [...passed].map(([category, count]) => `${category} ${count}`)
  process.stdout.write(`transcripts passed: ${counts.join(', ')}\n`)
})

test.each(files)('%s', async (file) => {
  const path = join(folder, file)
  const source = readFileSync(path, 'utf8')
  const transcript = readTranscript(source)
  // What the transcript before left under way must not wait for a table that is being emptied.
  await office.settled()
  await emptyOffice(office.app().database)
  const start = transcript.given.find(([key]) => key === '钟')?.[1] ?? '2026-09-10 09:30'
  office.clock.set(momentIn(start))
  const { client } = office.app().database
  const prefix = `T${files.indexOf(file) + 1}`
  office.fake.kf.shuffle(false)
  const stage = await setStage(transcript.given, {
    db: client,
    business,
    prefix,
    handLink: (page) => handLink(office, page),
  })
  const now = rewriteTranscript(
    source,
    await play(office, transcript, stage.account, stage.customer),
  )
  if (process.env.UPDATE) writeFileSync(path, now)
  else expect(now).toBe(source)
  const outcomes: string[] = []
  for (const result of transcript.afterwards) outcomes.push(await outcomeOf(result, office, stage))
  expect(outcomes).toEqual(transcript.afterwards.map(([key, value]) => `${key}：${value}`))
  const category = dirname(file)
  passed.set(category, (passed.get(category) ?? 0) + 1)
})

test('there are conversations of every kind', () => {
  expect(files.length).toBeGreaterThanOrEqual(30)
})

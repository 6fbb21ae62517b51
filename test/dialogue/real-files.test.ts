import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { wordingFile } from '../../src/base/index.ts'
import { boundNames } from '../../src/bindings/index.ts'
import { loadDialogues } from '../../src/dialogue/index.ts'

const dialogues = loadDialogues(wordingFile('dialogues'), boundNames)

/** Event kinds of the ledger, as outsiders' scripts know them. */
const events =
  'PLAN_FILED INTENT_PUBLISHED AGENCY_ENTRUSTED NOTICE_PUBLISHED BID_OPENED EVALUATION_END REPORT_RECEIVED AWARD_CONFIRMED RESULT_PUBLISHED AWARD_NOTICE_SENT CONTRACT_SIGNED CONTRACT_PUBLISHED CONTRACT_FILED DELIVERED ACCEPTANCE_REQUESTED ACCEPTED INVOICE_RECEIVED PAID FAILED'

test('every conversation of the folder loads, and every name in it is bound', () => {
  const files = readdirSync(wordingFile('dialogues')).filter((file) => /^[^_].*\.yaml$/.test(file))
  expect(files.length).toBeGreaterThan(3)
  expect([...dialogues.byId.keys()].map((id) => `${id}.yaml`)).toEqual(files.sort())
})

test('every confirmation asks to check, and every record is answered with the fixed words', () => {
  const reports = [...dialogues.byId.values()].flatMap((d) => (d.kind === 'report' ? [d] : []))
  expect(reports.length).toBeGreaterThan(1)
  for (const { confirm } of reports) expect(confirm.say).toContain('核对')
  const done = Object.fromEntries(reports.map((d) => [d.id, d.submit.say.done]))
  expect(done['report-stage']).toMatch(/^已记入台账/)
  expect(done['visit-feedback']).toMatch(/^已记走访/)
})

test('every event of the ledger can be reported', () => {
  const event = dialogues.byId.get('report-stage')?.slots.find((slot) => slot.name === 'event')
  const offered = event?.options?.filter(({ quiet }) => !quiet)
  expect(offered?.map((option) => option.key).join(' ')).toBe(events)
})

test('no two options of a slot answer to the same words', () => {
  let seen = 0
  for (const dialogue of dialogues.byId.values())
    for (const slot of dialogue.slots) {
      const words = (slot.options ?? []).flatMap((o) => [...new Set([o.label, ...(o.words ?? [])])])
      seen += words.length
      expect(words.filter((word, i) => words.indexOf(word) < i)).toEqual([])
    }
  expect(seen).toBeGreaterThan(60)
})

test('the tone: no exclamation marks, and English only as names of files and keys', () => {
  for (const name of ['_common', ...dialogues.byId.keys()]) {
    const text = readFileSync(wordingFile('dialogues', `${name}.yaml`), 'utf8')
    expect(text).not.toMatch(/[!！]/)
    const spoken = text.split('\n').filter((line) => /[“”。？]/.test(line) && !/^\s*#/.test(line))
    expect(spoken.length).toBeGreaterThan(0)
    for (const line of spoken)
      expect(
        line.replace(/\{[a-z.-]+\}|^\s*(- \{ rule: )?[a-z-]+:/g, '').replace(/#.*$/, ''),
      ).not.toMatch(/[a-z]{2}/i)
  }
})

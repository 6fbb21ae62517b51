import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createLog } from '../../src/base/index.ts'
import { openOffice } from '../support/office.ts'
import { buildSchool } from '../support/school.ts'

const SECRET = '13839112233'

test('a failing turn is logged with its message key and without a word of what was said', async () => {
  const stream = new PassThrough()
  let log = ''
  stream.on('data', (bytes) => {
    log += String(bytes)
  })
  await using office = await openOffice('2026-09-10T09:30:00+08:00', {
    log: createLog('trace', stream),
  })
  await buildSchool(office.database)
  const { client } = office.database
  // PostgreSQL quotes the whole row that breaks a rule, and the value that it cannot read.
  await client.$executeRaw`ALTER TABLE "Draft" ADD CONSTRAINT "broken" CHECK (false) NOT VALID`
  await office.fake.say('ZhangMin', `投诉宏达公司，我的电话${SECRET}`)
  await office.fake.say('ZhangMin', `一中教学楼的合同昨天签了，318万，联系${SECRET}`)
  await client.$executeRawUnsafe(`CREATE FUNCTION quote() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'cannot keep %', NEW; END $$`)
  await client.$executeRaw`CREATE TRIGGER quote BEFORE INSERT ON "Draft" FOR EACH ROW EXECUTE FUNCTION quote()`
  await office.fake.say('ZhangMin', `一中教学楼的合同今天公告了，${SECRET}`)
  await office.settled()
  const failures = log.split('\n').filter((line) => line.includes('turn failed'))
  expect(failures.length).toBeGreaterThanOrEqual(2)
  for (const line of failures) {
    expect(JSON.parse(line)).toMatchObject({
      key: expect.stringMatching(/^ww1:/),
      err: { type: expect.any(String), stack: expect.stringContaining('/src/reception/') },
    })
  }
  expect(log).toMatch(/violates check constraint \\"broken\\"/)
  expect(log).toContain('P0001')
  expect(log).not.toContain(SECRET)
  expect(log).not.toContain('教学楼')
  expect(log).not.toContain('宏达')
})

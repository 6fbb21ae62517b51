import { expect, test } from 'vitest'
import { migrate } from '../../src/db/index.ts'
import { emptyDatabase, officeDatabase } from '../support/database.ts'
import { missingSql } from '../support/schema-engine.ts'

test('the migrations lead to prisma/schema.prisma; otherwise this shows the SQL that is missing', async () => {
  await using empty = await emptyDatabase()
  await migrate(empty.url)
  expect(await missingSql(empty.url)).toBe('')
})

test('the comparison sees a difference', async () => {
  await using office = await officeDatabase()
  await office.client.$executeRaw`ALTER TABLE "Person" DROP COLUMN "name"`
  expect(await missingSql(office.url)).toContain('ADD COLUMN     "name" TEXT NOT NULL')
})

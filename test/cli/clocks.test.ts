import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBusiness } from '../support/business.ts'
import { type OfficeDatabase, officeDatabase } from '../support/database.ts'
import { buildProject } from '../support/factories.ts'
import { operate } from '../support/operator.ts'

let database: OfficeDatabase
beforeAll(async () => {
  database = await officeDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const run = (args: readonly string[]) => operate(args, { url: database.url })

describe('cli event', () => {
  it('records a challenge with its evidence, pauses the signing, and takes it back', async () => {
    const business = await openBusiness(database)
    const { lotId, code } = await buildProject(database.client)
    await business.tell(lotId, 'AWARD_NOTICE_SENT', '2026-09-01')
    const bare = await run(['event', code, '收到质疑', '2026-09-08'])
    expect(bare).toMatchObject({ code: 1, out: '' })
    expect(bare.err).toContain('--note')
    const told = ['event', code, '收到质疑', '2026-09-08', '--note', '质疑函1号', '--json']
    const recorded = await run(told)
    expect(recorded).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(recorded.out)).toMatchObject({
      event: 'CHALLENGE_RECEIVED',
      outcome: 'recorded',
      deadlines: [
        { rule: 'CHALLENGE_REPLY', due: '2026-09-17', pauses: [] },
        {
          rule: 'CONTRACT_SIGN',
          pauses: [{ title: '质疑处理', basis: '实施条例第54条', from: '2026-09-08', to: null }],
        },
      ],
    })
    expect(JSON.parse((await run(told)).out)).toMatchObject({ outcome: 'similar' })
    const ledger = JSON.parse((await run(['ledger', code, '--at', '2026-11-30', '--json'])).out)
    expect(ledger.deadlines).toContainEqual(
      expect.objectContaining({ rule: 'CONTRACT_SIGN', light: 'PAUSED', daysLate: 0 }),
    )
    const undone = await run([
      'event',
      code,
      'CHALLENGE_RECEIVED',
      '2026-09-08',
      '--void',
      '--json',
    ])
    expect(JSON.parse(undone.out)).toMatchObject({
      outcome: 'voided',
      deadlines: [{ rule: 'CONTRACT_SIGN', due: '2026-10-08', pauses: [] }],
    })
  })

  it('warns of a bid deadline that comes too early, naming the article', async () => {
    const { code, lotId } = await buildProject(database.client)
    await database.client.lot.update({
      where: { id: lotId },
      data: { method: '公开招标', category: 'GOODS' },
    })
    await run(['event', code, '招标文件开始发出', '2026-09-01'])
    const told = await run(['event', code, '投标截止', '2026-09-20'])
    expect(told.code).toBe(0)
    expect(told.out).toContain('政府采购法第35条')
    expect((await run(['event', code, '没有的事', '2026-09-20'])).err).toContain('没有的事')
  })
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { day } from '../../src/base/index.ts'
import { findPerson } from '../../src/people/index.ts'
import {
  itemWords,
  ledgerJson,
  projectState,
  projectStates,
  todoList,
} from '../../src/supervision/index.ts'
import { buildLiaison, buildPerson, buildProject, buildUnit } from '../support/factories.ts'
import { moment, type Office, office } from './rig.ts'

let rig: Office
const now = moment('2026-09-09', '10:00')

beforeAll(async () => {
  rig = await office()
  const { business } = rig
  const lab = await rig.project('焦财采-1', '实验室设备采购')
  await business.tell(lab, 'CONTRACT_SIGNED', '2026-09-07', { yuan: '860000' })
  const hall = await rig.project('焦财采-2', '教学楼改造工程')
  await business.tell(hall, 'AWARD_NOTICE_SENT', '2026-09-08')
  const books = await rig.project('焦财采-3', '图书采购', { supplierId: rig.smeId })
  await business.tell(books, 'ACCEPTED', '2026-09-01')
  const db = rig.database.client
  const other = await buildUnit(db, { name: '焦作市第二人民医院' })
  await buildLiaison(db, other.id, { userid: 'limei', name: '李梅' })
  await buildPerson(db, 'AUDITOR', {}, { userid: 'audit', name: '审计员' })
  const { lotId } = await buildProject(db, { code: '焦财采-4', name: '医疗设备', unitId: other.id })
  await business.tell(lotId, 'CONTRACT_SIGNED', '2026-08-03', { yuan: '1000' })
})
afterAll(() => rig[Symbol.asyncDispose]())

const listOf = (userid: string): Promise<string[]> =>
  rig.database.transaction(async (tx) => {
    const person = await findPerson(tx, userid, day('2026-09-09'))
    if (!person) throw new Error(`nobody: ${userid}`)
    const todos = await todoList(tx, person, now)
    return todos.map((todo, index) => itemWords(todo, index + 1, now.today, false))
  })

it('lists everything that runs in a liaison’s unit, near or not, most urgent first', async () => {
  expect(await listOf('ZhangMin')).toMatchInlineSnapshot(`
    [
      "1. 今天到期：实验室设备采购，合同公告，请在今天办完。依据：实施条例第50条＊",
      "2. 还有7天：实验室设备采购，合同备案，最迟9月16日（周三）办完。依据：政府采购法第47条＊",
      "3. 还有29天：图书采购，付给焦作市宏远建筑有限公司（中小企业），最迟10月8日（周四）付清。依据：保障中小企业款项支付条例（国务院令802号）第9、10条",
      "4. 还有29天：教学楼改造工程，合同签订，最迟10月8日（周四）办完。依据：政府采购法第46条等＊",
    ]
  `)
})

it('lists what is near or late to those who see many units, and nothing beyond them', async () => {
  expect((await listOf('wanghai')).join()).not.toContain('医疗设备')
  expect((await listOf('audit')).join()).toContain('医疗设备')
  expect((await listOf('limei')).join()).not.toContain('图书')
})

it('tells the state of a lot: stage, events, every clock with its light', async () => {
  const [state] = await rig.database.transaction((tx) =>
    projectStates(tx, { codes: ['焦财采-1'] }, now),
  )
  if (!state) throw new Error('the project is gone')
  expect(ledgerJson(state)).toEqual({
    code: '焦财采-1',
    lot: 1,
    name: '实验室设备采购',
    unit: '焦作市第一中学',
    bothSides: { asked: 1, confirmed: 0, contradicted: 0 },
    stage: 'CONTRACT',
    events: [
      {
        kind: 'CONTRACT_SIGNED',
        day: '2026-09-07',
        amount: 860000,
        party: null,
        by: null,
        at: '2026-09-07T12:00:00+08:00',
        voided: false,
        supplier: 'unanswered',
      },
    ],
    deadlines: [
      expect.objectContaining({
        rule: 'CONTRACT_PUBLISH',
        start: '2026-09-07',
        rawDue: '2026-09-09',
        due: '2026-09-09',
        light: 'YELLOW',
        daysLate: 0,
      }),
      expect.objectContaining({ rule: 'CONTRACT_FILING', due: '2026-09-16', light: 'YELLOW' }),
    ],
    terms: [],
    lateInterest: null,
    acceptBy: null,
  })
  expect(state.open.map((item) => item.kind)).toEqual(['clock', 'clock'])
})

it('tells it as it was known at an earlier moment', async () => {
  const lot = await rig.project('焦财采-5', '校园网改造')
  await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-09-01', {
    yuan: '1',
    at: moment('2026-09-09', '11:00').at,
  })
  const at = (time: string) =>
    rig.database.transaction((tx) => projectState(tx, lot, moment('2026-09-09', time)))
  expect(await at('10:59')).toMatchObject({ stage: 'PLAN', clocks: [] })
  expect((await at('11:01'))?.clocks.map((clock) => clock.light)).toEqual(['RED', 'YELLOW'])
})

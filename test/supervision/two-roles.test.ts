import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Office, office } from './rig.ts'

let rig: Office
beforeEach(async () => {
  rig = await office()
})
afterEach(() => rig[Symbol.asyncDispose]())

const hold = async (
  userid: string,
  role: 'LIAISON' | 'BUREAU_LEADER',
  where: { unitId?: number },
) => {
  const { client } = rig.database
  const { id } = await client.person.findFirstOrThrow({ where: { userid } })
  await client.appointment.create({
    data: { personId: id, role, fromDay: '2020-01-01', ...where },
  })
}

it('whoever holds two roles reads one message a slot, with numbers that go on', async () => {
  const lot = await rig.project('焦财采-1', '图书采购')
  await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-10')
  await hold('wanghai', 'LIAISON', { unitId: rig.unitId })
  await hold('wanghai', 'BUREAU_LEADER', {})
  await rig.refer('ZhangMin', '食堂怎么办', '2026-09-13')
  // A Monday, three working days late: liaison, section and leader are all told.
  const planned = await rig.plan('morning', '2026-09-14')
  expect(planned.map(({ to }) => to).sort()).toEqual(['ZhangMin', 'jz', 'wanghai'])
  const mine = planned.find(({ to }) => to === 'wanghai')
  expect(mine?.text).toMatchInlineSnapshot(`
    "王海，早上好。有1件事请您看一看：
    1. 迟5天：图书采购，合同签订，最迟应在9月9日（周三）办完。依据：政府采购法第46条等＊
    ＊施行日待核。
    办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。

    所服务的单位有2件事请您关注：
    2. 转来：焦作市第一中学张敏说“食堂怎么办”
    3. 迟5天：焦作市第一中学图书采购，合同签订，最迟应在9月9日（周三）办完。依据：政府采购法第46条等＊
    ＊施行日待核。
    发“查”加项目名，可看详情；办理其中一件，回序号，如“督办1”“协调1”。

    截至9月14日（周一），各科室所服务单位的情况：
    教科文科：逾期1件（最长5天），待付款0件
    合计：逾期1件，待付款0件
    逾期只计法定和合同约定的期限，不含本局目标。"
  `)
  expect(mine?.reasons.slice(0, mine.shown).map(({ rule }) => rule)).toEqual([
    'CONTRACT_SIGN',
    'REFERRAL',
    'CONTRACT_SIGN',
  ])
})

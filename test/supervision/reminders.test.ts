import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, byteLength } from '../../src/base/index.ts'
import type { Tx } from '../../src/db/index.ts'
import { loadPolicy } from '../../src/jobs/index.ts'
import { type PlannedPush, planReminders } from '../../src/supervision/index.ts'
import { buildLiaison, buildProject, buildStaff, buildUnit } from '../support/factories.ts'
import { moment, type Office, office } from './rig.ts'

let rig: Office
beforeEach(async () => {
  rig = await office()
})
afterEach(() => rig[Symbol.asyncDispose]())

async function plan(
  slot: 'morning' | 'urgent',
  on: string,
  time = slot === 'morning' ? '09:07' : '15:37',
): Promise<PlannedPush[]> {
  const when = moment(on, time)
  return rig.database.transaction((tx: Tx) =>
    planReminders(
      tx,
      { slot, key: `${slot} ${on}` },
      {
        ...when,
        calendar: rig.business.calendar,
        since: addDays(when.today, -1),
        catchingUp: false,
        unreachedAfter: 10,
        remindAfter: 5,
        escalation: loadPolicy().escalation,
      },
    ),
  )
}

describe('the morning', () => {
  it('tells the liaison what is near and late, with day, article and lateness', async () => {
    const lab = await rig.project('焦财采-1', '焦作市第一中学实验室设备采购项目')
    await rig.business.tell(lab, 'CONTRACT_SIGNED', '2026-09-01', { yuan: '860000' })
    const hall = await rig.project('焦财采-2', '教学楼改造工程')
    await rig.business.tell(hall, 'AWARD_NOTICE_SENT', '2026-08-10')
    // Wednesday: publishing was due on the 3rd, filing is due on the 10th, signing on the 9th.
    const [toLiaison] = await plan('morning', '2026-09-09')
    expect(toLiaison).toMatchObject({ to: 'ZhangMin', template: 'liaison-digest', project: null })
    expect(toLiaison?.reasons).toEqual([
      { rule: 'CONTRACT_PUBLISH', project: '焦财采-1', lot: 1, due: '2026-09-03', daysLate: 6 },
      { rule: 'CONTRACT_SIGN', project: '焦财采-2', lot: 1, due: '2026-09-09', daysLate: 0 },
      { rule: 'CONTRACT_FILING', project: '焦财采-1', lot: 1, due: '2026-09-10', daysLate: 0 },
    ])
    expect(toLiaison?.text).toMatchInlineSnapshot(`
      "张敏，早上好。有3件事请您看一看：
      1. 迟6天：焦作市第一中学实验室设备采购项目，合同公告，最迟应在9月3日（周四）办完。依据：实施条例第50条＊
      2. 今天到期：教学楼改造工程，合同签订，请在今天办完。依据：政府采购法第46条等＊
      3. 还有1天：焦作市第一中学实验室设备采购项目，合同备案，最迟9月10日（周四）办完。依据：政府采购法第47条＊
      ＊施行日待核。
      以上项目的签约、验收、付款共1项，双方已确认0项。
      办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。"
    `)
  })

  it('names a contract with money due once, by its binding limit, however many limits run', async () => {
    const lot = await rig.project('焦财采-3', '教学楼改造工程', {
      supplierId: rig.smeId,
      contractAmount: 318_000_000n,
    })
    await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-06-01', {
      yuan: '3180000',
      partyId: rig.smeId,
    })
    await rig.business.tell(lot, 'CONTRACT_PUBLISHED', '2026-06-02')
    await rig.business.tell(lot, 'CONTRACT_FILED', '2026-06-02')
    await rig.business.tell(lot, 'ACCEPTED', '2026-07-10')
    await rig.business.tell(lot, 'INVOICE_RECEIVED', '2026-07-20', { yuan: '3180000' })
    await rig.business.tell(lot, 'PAID', '2026-08-01', { yuan: '1000000' })
    const pushes = await plan('morning', '2026-09-08')
    const reason = {
      rule: 'UNPAID',
      project: '焦财采-3',
      lot: 1,
      due: '2026-08-10',
      daysLate: 29,
    }
    expect(pushes.map((push) => [push.to, push.template, push.project, push.reasons])).toEqual([
      ['ZhangMin', 'liaison-digest', '焦财采-3', [reason]],
      ['wanghai', 'section-digest', '焦财采-3', [reason]],
    ])
    expect(pushes[0]?.text).toMatchInlineSnapshot(`
      "张敏，早上好。有1件事请您看一看：
      1. 迟29天：教学楼改造工程，付焦作市宏远建筑有限公司（中小企业）218万元，最迟应在8月10日（周一）付清。依据：保障中小企业款项支付条例（国务院令802号）第9、10条
      以上项目的签约、验收、付款共3项，双方已确认0项。
      办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。"
    `)
    expect(pushes[1]?.text).toMatchInlineSnapshot(`
      "王海，早上好。所服务的单位有1件事请您关注：
      1. 迟29天：焦作市第一中学教学楼改造工程，付焦作市宏远建筑有限公司（中小企业）218万元，最迟应在8月10日（周一）付清。逾期利息估算31,610元。依据：保障中小企业款项支付条例（国务院令802号）第9、10条
      以上项目的签约、验收、付款共3项，双方已确认0项。
      发“查”加项目名，可看详情；办理其中一件，回序号，如“督办1”“协调1”。"
    `)
  })

  it('marks a target as a target and tells the section only of what is late', async () => {
    const lot = await rig.project('焦财采-4', '图书采购')
    await rig.business.tell(lot, 'ACCEPTANCE_REQUESTED', '2026-08-31')
    const near = await plan('morning', '2026-09-04')
    expect(near.map((push) => push.to)).toEqual(['ZhangMin'])
    expect(near[0]?.text).toMatchInlineSnapshot(`
      "张敏，早上好。有1件事请您看一看：
      1. 目标，还有3天：图书采购，组织验收，最迟9月7日（周一）办完。依据：本局目标值，非法定期限
      办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。"
    `)
    expect((await plan('morning', '2026-09-09')).map((push) => push.to)).toEqual(['ZhangMin'])
    const late = await plan('morning', '2026-09-10')
    expect(late.map((push) => push.to)).toEqual(['ZhangMin', 'wanghai'])
    expect(late[1]?.text).toMatchInlineSnapshot(`
      "王海，早上好。所服务的单位有1件事请您关注：
      1. 目标，迟3天：焦作市第一中学图书采购，组织验收，最迟应在9月7日（周一）办完。依据：本局目标值，非法定期限
      发“查”加项目名，可看详情；办理其中一件，回序号，如“督办1”“协调1”。"
    `)
  })

  it('says nothing to those who have nothing to hear', async () => {
    expect(await plan('morning', '2026-09-08')).toEqual([])
    const lot = await rig.project('焦财采-5', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-09-07')
    expect(await plan('morning', '2026-09-08')).toEqual([])
  })

  it('leaves no unit of another section or liaison in a message', async () => {
    const other = await buildUnit(rig.database.client, { name: '焦作市第二人民医院' })
    await buildLiaison(rig.database.client, other.id, { userid: 'limei', name: '李梅' })
    await buildStaff(rig.database.client, other.sectionId ?? 0, { userid: 'sun', name: '孙强' })
    const { lotId } = await buildProject(rig.database.client, {
      code: '焦财采-6',
      name: '医疗设备采购',
      unitId: other.id,
    })
    await rig.business.tell(lotId, 'CONTRACT_SIGNED', '2026-08-03', { yuan: '1000' })
    const pushes = await plan('morning', '2026-09-08')
    expect(pushes.map((push) => push.to)).toEqual(['limei', 'sun'])
    expect(pushes[1]?.text).toContain('焦作市第二人民医院医疗设备采购')
  })

  it('cuts a long list to what one message holds and says how many are left', async () => {
    for (let i = 10; i < 40; i++) {
      const lot = await rig.project(`焦财采-${i}`, `焦作市第一中学第${i}批教学仪器设备采购项目`)
      await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-08-03', { yuan: '1000' })
    }
    const [push] = await plan('morning', '2026-09-08')
    expect(push?.reasons).toHaveLength(60)
    expect(byteLength(push?.text ?? '')).toBeLessThanOrEqual(2048)
    const shown = push?.text.match(/^\d+\. /gm)?.length ?? 0
    expect(shown).toBeGreaterThan(8)
    expect(push?.text).toContain(`另有${60 - shown}项，发“待办”查看。`)
  })

  it('brings the leaders a brief on the first working day of a week only', async () => {
    const lot = await rig.project('焦财采-7', '图书采购', { supplierId: rig.smeId })
    await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-06-01', {
      yuan: '500000',
      partyId: rig.smeId,
    })
    await rig.business.tell(lot, 'ACCEPTED', '2026-07-10')
    const onMonday = await plan('morning', '2026-09-07')
    const brief = onMonday.find((push) => push.template === 'leader-brief')
    expect(brief).toMatchObject({ to: 'jz', project: '焦财采-7' })
    expect(brief?.reasons.map((reason) => reason.rule).sort()).toEqual([
      'CONTRACT_FILING',
      'CONTRACT_PUBLISH',
      'UNPAID',
    ])
    expect(brief?.text).toMatchInlineSnapshot(`
      "赵局长，早上好。截至9月7日（周一），各科室所服务单位的情况：
      教科文科：逾期3件（最长96天），待付款1件共50万元
      合计：逾期3件，待付款1件共50万元
      以上项目的签约、验收、付款共2项，双方已确认0项。
      逾期只计法定和合同约定的期限，不含本局目标。"
    `)
    expect((await plan('morning', '2026-09-08')).map((push) => push.template)).not.toContain(
      'leader-brief',
    )
    // 2026-10-08 is the Thursday after the National Day holiday.
    expect((await plan('morning', '2026-10-08')).map((push) => push.template)).toContain(
      'leader-brief',
    )
  })
})

describe('the afternoon', () => {
  it('is a last call for what ends by the next working day, across a weekend', async () => {
    const lot = await rig.project('焦财采-8', '图书采购')
    // Signing due on Monday, 7 September.
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-08-08')
    expect(await plan('urgent', '2026-09-03')).toEqual([])
    const [push] = await plan('urgent', '2026-09-04')
    expect(push).toMatchObject({
      to: 'ZhangMin',
      template: 'liaison-urgent',
      reasons: [{ rule: 'CONTRACT_SIGN', due: '2026-09-07', daysLate: 0 }],
    })
    expect(push?.text).toMatchInlineSnapshot(`
      "张敏，下午好。有1件事已经到期，或最迟下个工作日到期：
      1. 还有3天：图书采购，合同签订，最迟9月7日（周一）办完。依据：政府采购法第46条等＊
      ＊施行日待核。
      办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。"
    `)
  })

  it('does not repeat what is late once the morning has said it', async () => {
    const lot = await rig.project('焦财采-9', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-07-01')
    expect(await plan('urgent', '2026-09-08')).toHaveLength(1)
    await rig.queued('morning', '2026-09-08', await plan('morning', '2026-09-08'))
    expect(await plan('urgent', '2026-09-08')).toEqual([])
    expect(await plan('urgent', '2026-09-09')).toEqual([])
    // Five working days later it is time to say it again.
    expect(await plan('urgent', '2026-09-15')).toHaveLength(1)
  })
})

describe('what a section hears besides', () => {
  it('is help that a supplier asks for, money that has not come, what people said, and links to pass on', async () => {
    const lot = await rig.project('焦财采-11', '图书采购', { supplierId: rig.smeId })
    await rig.survey(lot, 'PAID', '2026-09-07', { help: true, paid: 'no' })
    const hall = await rig.project('焦财采-12', '教学楼改造工程', { supplierId: rig.smeId })
    await rig.survey(hall, 'ACCEPTED', '2026-09-07')
    await rig.refer('ZhangMin', '食堂采购的832份额\n怎么<a href="x">填</a>', '2026-09-07')
    const preview = await plan('morning', '2026-09-08')
    expect(await plan('morning', '2026-09-08')).toEqual(preview)
    const [push] = await rig.morning('2026-09-08')
    expect(push?.reasons.map(({ rule, project, due }) => [rule, project, due])).toEqual([
      ['HELP', '焦财采-11', null],
      ['SURVEY_UNPAID', '焦财采-11', null],
      ['REFERRAL', null, null],
    ])
    const token = /https:\/\/office\.test\/s\/(\S+)/.exec(push?.text ?? '')?.[1] ?? ''
    expect(push?.text.replaceAll(/(\/[ps]\/)\S+/g, '$1TOKEN')).toMatchInlineSnapshot(`
      "王海，早上好。所服务的单位有3件事请您关注：
      1. 求助：焦作市宏远建筑有限公司在焦作市第一中学图书采购的问卷里请求帮助，请联系
      2. 未收到款：焦作市宏远建筑有限公司在焦作市第一中学图书采购的问卷里说款项还没收到，请核实
      3. 转来：焦作市第一中学张敏说“食堂采购的832份额 怎么＜a href="x">填＜/a>”
      以上项目的签约、验收、付款共1项，双方已确认0项。
      发“查”加项目名，可看详情；办理其中一件，回序号，如“督办1”“协调1”。
      以下链接请转发给对方（自己的合同页，整个合同期间有效，可以核对付款、填问卷）：
      焦作市宏远建筑有限公司（焦作市第一中学图书采购）：https://office.test/p/TOKEN
      焦作市宏远建筑有限公司（焦作市第一中学教学楼改造工程）：https://office.test/p/TOKEN
      以下供应商的满意度问卷，请转发给对方（每个链接只能用一次）：
      焦作市宏远建筑有限公司（焦作市第一中学教学楼改造工程，验收）：https://office.test/s/TOKEN"
    `)
    expect(preview[0]?.text).toBe(push?.text.replaceAll(/https:\S+/g, '发送时生成'))
    expect(await rig.opens(token, '2026-09-08')).toBe('open')
    // Each is shown once.
    expect(await rig.morning('2026-09-09')).toEqual([])
  })
})

describe('a year without a calendar', () => {
  it('gives a provisional day, said so, and never a late one', async () => {
    const lot = await rig.project('焦财采-13', '图书采购')
    await rig.business.tell(lot, 'AWARD_NOTICE_SENT', '2026-12-10')
    await rig.business.tell(lot, 'CONTRACT_SIGNED', '2026-12-29')
    const [push] = await plan('morning', '2026-12-31')
    expect(push?.text).toMatchInlineSnapshot(`
      "张敏，早上好。有2件事请您看一看：
      1. 今天到期：图书采购，合同公告，请在今天办完。依据：实施条例第50条＊
      2. 暂定：图书采购，合同备案，当年日历未维护，还算不出到期日。依据：政府采购法第47条＊
      ＊施行日待核。
      以上项目的签约、验收、付款共1项，双方已确认0项。
      办完了直接告诉我，如“合同昨天备案了”；也可以回序号，如“1知晓”“1说明情况”“1求助”。"
    `)
    expect(push?.reasons.filter((reason) => reason.daysLate > 0)).toEqual([])
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, day } from '../../src/base/index.ts'
import { audit } from '../../src/db/index.ts'
import { buildLiaison, buildPerson, buildSection, buildUnit } from '../support/factories.ts'
import { moment, type Office, office } from './rig.ts'

let rig: Office
beforeEach(async () => {
  rig = await office()
})
afterEach(() => rig[Symbol.asyncDispose]())

describe('a unit without its one or two liaisons', () => {
  it('is told to its section and to 采购科 from the first working day, and again only when it lasts or changes', async () => {
    const { client } = rig.database
    const { regionId } = await client.section.findUniqueOrThrow({ where: { id: rig.sectionId } })
    const procurement = await buildSection(client, { isProcurement: true, regionId })
    await buildPerson(
      client,
      'PROCUREMENT_OFFICE',
      { sectionId: procurement.id },
      { userid: 'chen' },
    )
    const bare = await buildUnit(client, {
      name: '焦作市图书馆',
      sectionId: rig.sectionId,
      regionId,
    })
    await buildLiaison(client, bare.id, { userid: 'gone', until: day('2026-09-05') })
    const told: string[] = []
    for (let on = day('2026-09-03'); on <= day('2026-09-18'); on = addDays(on, 1)) {
      if (!rig.business.calendar.isWorkday(on)) continue
      if (on === '2026-09-16') {
        for (const userid of ['a', 'b', 'c']) await buildLiaison(client, bare.id, { userid })
      }
      const planned = await rig.plan('morning', on)
      await rig.queued('morning', on, planned)
      await client.push.updateMany({ where: { status: 'QUEUED' }, data: { status: 'SENT' } })
      for (const { to, text } of planned)
        if (text.includes('专管员'))
          told.push(`${on.slice(5)} ${to} ${/\d\. (.*)/.exec(text)?.[1]}`)
    }
    expect(told).toMatchInlineSnapshot(`
      [
        "09-07 wanghai 没有专管员：焦作市图书馆现在没有专管员，收不到提醒。请督促确定1至2名并报备。依据：焦财采购〔2022〕10号第一部分",
        "09-07 chen 没有专管员：焦作市图书馆现在没有专管员，收不到提醒。请督促确定1至2名并报备。依据：焦财采购〔2022〕10号第一部分",
        "09-14 wanghai 没有专管员：焦作市图书馆现在没有专管员，收不到提醒。请督促确定1至2名并报备。依据：焦财采购〔2022〕10号第一部分",
        "09-14 chen 没有专管员：焦作市图书馆现在没有专管员，收不到提醒。请督促确定1至2名并报备。依据：焦财采购〔2022〕10号第一部分",
        "09-16 wanghai 专管员人数：焦作市图书馆有3名专管员，按通知应为1至2名，请核对。依据：焦财采购〔2022〕10号第一部分",
        "09-16 chen 专管员人数：焦作市图书馆有3名专管员，按通知应为1至2名，请核对。依据：焦财采购〔2022〕10号第一部分",
      ]
    `)
  })

  it('is nobody else’s concern', async () => {
    const other = await buildSection(rig.database.client)
    await buildUnit(rig.database.client, { name: '焦作市图书馆', sectionId: other.id })
    expect(await rig.plan('morning', '2026-09-07')).toEqual([])
  })
})

describe('anonymous words laid open to 采购科', () => {
  it('are told to it alone, and again until somebody reads them; never to one of the unit or to an administrator', async () => {
    const { client } = rig.database
    const { regionId } = await client.section.findUniqueOrThrow({ where: { id: rig.sectionId } })
    const procurement = await buildSection(client, { isProcurement: true, regionId })
    const at = { sectionId: procurement.id }
    await buildPerson(client, 'PROCUREMENT_OFFICE', at, { userid: 'chen' })
    const both = await buildPerson(client, 'PROCUREMENT_OFFICE', at, { userid: 'both' })
    await client.appointment.create({
      data: { personId: both.id, role: 'UNIT_LEADER', unitId: rig.unitId, fromDay: '2026-01-01' },
    })
    const admin = await buildPerson(client, 'PROCUREMENT_OFFICE', at, { userid: 'admin' })
    await client.appointment.create({
      data: { personId: admin.id, role: 'ADMIN', fromDay: '2026-01-01' },
    })
    await client.unit.update({ where: { id: rig.unitId }, data: { regionId } })
    const answer = { unitId: rig.unitId, occasion: 'PAID', scores: [1, 1, 1, 1, 1] }
    const ids = Array.from({ length: 5 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`)
    for (const [n, id] of ids.entries())
      await client.answer.create({ data: { ...answer, id, comment: `${n}`, laidOpen: n < 2 } })
    const told = async (on: string): Promise<string[]> => {
      const planned = await rig.plan('morning', on)
      await rig.queued('morning', on, planned)
      await client.push.updateMany({ where: { status: 'QUEUED' }, data: { status: 'SENT' } })
      return planned.flatMap(({ to, text }) =>
        text.includes('匿名意见') ? [`${to} ${/\d\. (匿名.*)/.exec(text)?.[1]}`] : [],
      )
    }
    const line =
      'chen 匿名意见：焦作市第一中学有2条请采购科帮助解决，对方没有留名，不能回复，请发“看原文”，再向单位了解督促'
    expect(await told('2026-09-07')).toEqual([line])
    expect(await told('2026-09-08')).toEqual([])
    expect(await told('2026-09-14')).toEqual([line])
    for (const id of ids.slice(0, 2))
      await audit(client, {
        at: moment('2026-09-14', '10:00').at,
        actor: 'chen',
        act: 'read-laid-open',
        thing: `answer:${id}`,
      })
    expect(await told('2026-09-21')).toEqual([])
  })
})

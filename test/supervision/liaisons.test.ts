import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { addDays, day } from '../../src/base/index.ts'
import { buildLiaison, buildPerson, buildSection, buildUnit } from '../support/factories.ts'
import { type Office, office } from './rig.ts'

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

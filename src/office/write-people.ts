import type { ModelTx } from '../db/index.ts'
import type { Changes } from './changes.ts'
import type { Run } from './import-run.ts'
import type { Places } from './write-places.ts'

/** Writes people, their phone numbers (rows of their own) and their appointments from today on. */
export async function writePeople(
  tx: ModelTx,
  changes: Changes,
  places: Places,
  run: Run,
): Promise<void> {
  const { fresh, changed, appointments } = changes.people
  await tx.person.createMany({
    data: fresh.map(({ userid, shown, name }) => ({
      userid,
      useridShown: shown,
      name: name ?? userid,
    })),
  })
  const involved = [
    ...new Set([...fresh.map((p) => p.userid), ...appointments.map((a) => a.userid)]),
  ]
  const ids = await idsOf(tx, involved)
  await tx.personContact.createMany({
    data: fresh.flatMap(({ userid, mobile }) => {
      const personId = ids.get(userid)
      return personId === undefined || mobile === undefined ? [] : [{ personId, mobile }]
    }),
  })
  for (const { id, patch } of changed) {
    if (patch.name !== undefined) {
      await tx.person.update({ where: { id }, data: { name: patch.name } })
    }
    if (patch.mobile !== undefined) {
      const { mobile } = patch
      await tx.personContact.upsert({
        where: { personId: id },
        create: { personId: id, mobile },
        update: { mobile },
      })
    }
  }
  const ended = appointments.flatMap((appointment) => appointment.replaces ?? [])
  if (ended.length > 0) {
    await tx.appointment.updateMany({ where: { id: { in: ended } }, data: { toDay: run.today } })
  }
  await tx.appointment.createMany({
    data: appointments.flatMap(({ userid, role, unit, section }) => {
      const personId = ids.get(userid)
      if (personId === undefined) return []
      const seat = { unitId: places.unit(unit), sectionId: places.section(section) }
      return [{ personId, role, fromDay: run.today, ...seat }]
    }),
  })
}

async function idsOf(tx: ModelTx, userids: readonly string[]): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ id: number; userid: string }[]>`
    SELECT "id", "userid" FROM "Person" WHERE "userid" = ANY(${[...userids]}::text[])`
  return new Map(rows.map((row) => [row.userid, row.id]))
}

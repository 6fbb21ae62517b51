import { z } from 'zod'
import type { Database } from '../db/index.ts'
import type { Finding } from './finding.ts'
import { say } from './words.ts'

const Row = z.object({ name: z.string(), count: z.number() })

/** Whether complaints can be handed in, and whether all that are kept can still be opened. */
export async function caseFinding(
  database: Database,
  keys: readonly string[] | 'generated' | undefined,
): Promise<Finding> {
  const what = say('doctor-cases')
  const rows = z.array(Row).parse(
    await database.client.$queryRaw<unknown[]>`
      SELECT encode(substring("sealed" FROM 1 FOR 4), 'hex') AS "name", count(DISTINCT "grievanceId")::int AS "count"
      FROM "GrievanceNote" GROUP BY 1`,
  )
  if (keys === 'generated') return { check: 'cases', ok: true, what, said: say('said-ok') }
  const locked = rows
    .filter(({ name }) => !keys?.includes(name))
    .reduce((sum, { count }) => sum + count, 0)
  if (locked > 0)
    return { check: 'cases', ok: false, what, said: say('said-locked', { count: locked }) }
  return { check: 'cases', ok: true, what, said: say(keys ? 'said-ok' : 'said-no-case-key') }
}

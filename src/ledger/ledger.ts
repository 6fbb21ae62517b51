import { z } from 'zod'
import { type Day, OfficeError } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import { type Entry, onceKeyOf, type RecordOutcome } from './entry.ts'
import { closeDisputes, type Hearing, keepWord, markUnsettled, type Saying } from './heard.ts'
import { isHeld, keepHeld, letGo } from './held.ts'
import { type LedgerFact, type LotHistory, liveEvents } from './history.ts'
import { insert } from './insert.ts'
import { isRepeatable } from './kinds.ts'
import { readLots } from './read.ts'

/** What must follow, in the same transaction, whenever the events of a lot change. Bound once, in assembly. */
export interface LedgerFollowers {
  /** Recomputes the clocks of these lots from their histories. */
  clocks(tx: Tx, histories: readonly LotHistory[], at: Date): Promise<void>
  /** Withdraws the unused survey links that these voided events had given rise to. */
  invitations(tx: Tx, eventIds: readonly bigint[], at: Date): Promise<void>
}

/** A wish to take events back. */
export interface VoidOrder {
  readonly eventIds: readonly bigint[]
  readonly personId?: number
  /** For the audit: 企业微信账号, `import`, `cli` or `system`. */
  readonly actor: string
  readonly reason: string
}

/** What was taken back. Events voided before are not in it: a second time is harmless. */
export interface VoidOutcome {
  readonly voided: readonly LedgerFact[]
  /** The lots afterwards, clocks already refreshed. */
  readonly histories: readonly LotHistory[]
}

/** The only way to write events, so that nobody can forget the clocks. */
export interface Ledger {
  /**
   * Records one fact, once only: two people at the same moment make one event. Locks the lot.
   * `held`: the lot as holdLots or the record before has given it in this transaction, lest it be read again.
   */
  record(tx: Tx, entry: Entry, at: Date, held?: LotHistory): Promise<RecordOutcome>
  /** The same for many facts, in few statements; outcomes in the order of the entries. */
  recordMany(tx: Tx, entries: readonly Entry[], at: Date): Promise<RecordOutcome[]>
  /** Takes events back by new rows; nothing is deleted from history. */
  voidEvents(tx: Tx, order: VoidOrder, at: Date): Promise<VoidOutcome>
  /** Keeps what the supplier says of an event. Locks the lot. */
  hear(tx: Tx, said: Saying, at: Date): Promise<Hearing>
  /** Ends reconciliations whose last quiet day has passed: their events meet no clock from now on. How many lots. */
  endReconciliations(tx: Tx, today: Day, at: Date): Promise<number>
}

/** Entries a statement takes at once: keeps an import of 100,000 rows within memory. */
const CHUNK = 2_000

/** The ledger with what follows from it. */
export function openLedger(followers: LedgerFollowers): Ledger {
  async function recordChunk(tx: Tx, entries: readonly Entry[], at: Date, held?: LotHistory) {
    const { fresh, histories } =
      held && isHeld(tx, held)
        ? await insertUpon(tx, entries, at, held)
        : await insertAndRead(tx, entries, at)
    const changed = new Set(entries.filter((_, i) => fresh[i]).map((entry) => entry.lotId))
    if (changed.size > 0) {
      await followers.clocks(
        tx,
        histories.filter((history) => changed.has(history.lotId)),
        at,
      )
    }
    const byLot = new Map(histories.map((history) => [history.lotId, history]))
    return entries.map((entry, i) => outcomeOf(entry, fresh[i]?.id, byLot.get(entry.lotId)))
  }

  async function recordMany(tx: Tx, entries: readonly Entry[], at: Date) {
    const outcomes: RecordOutcome[] = []
    for (let from = 0; from < entries.length; from += CHUNK) {
      outcomes.push(...(await recordChunk(tx, entries.slice(from, from + CHUNK), at)))
    }
    return outcomes
  }

  return {
    recordMany,
    async record(tx, entry, at, held) {
      const [outcome] = await recordChunk(tx, [entry], at, held)
      if (!outcome) throw new OfficeError('ledger.no-such-lot', { lot: entry.lotId })
      return outcome
    },
    async voidEvents(tx, order, at) {
      letGo(tx)
      const taken = await insertVoids(tx, order, at)
      const histories = await readLots(tx, { lotIds: [...new Set(taken.map((row) => row.lotId))] })
      const ids = new Set(taken.map((row) => row.id))
      if (ids.size > 0) {
        await followers.clocks(tx, histories, at)
        await followers.invitations(tx, [...ids], at)
        await closeDisputes(tx, [...ids], at)
      }
      const voided = histories.flatMap((history) => history.events.filter((e) => ids.has(e.id)))
      return { voided, histories }
    },
    async hear(tx, said, at) {
      letGo(tx)
      const hearing = await keepWord(tx, said, at)
      if (hearing.kind === 'heard' && hearing.settled) {
        await followers.clocks(tx, await readLots(tx, { lotIds: [said.lotId] }), at)
      }
      return hearing
    },
    async endReconciliations(tx, today, at) {
      letGo(tx)
      const lotIds = await markUnsettled(tx, today, at)
      if (lotIds.length > 0) await followers.clocks(tx, await readLots(tx, { lotIds }), at)
      return lotIds.length
    },
  }
}

/** The new event for each entry that is not on record, and the lots afterwards. */
interface Written {
  readonly fresh: readonly (LedgerFact | undefined)[]
  readonly histories: readonly LotHistory[]
}

async function insertAndRead(tx: Tx, entries: readonly Entry[], at: Date): Promise<Written> {
  letGo(tx)
  const lotIds = [...new Set(entries.map((entry) => entry.lotId))]
  // Asked in one breath: the second is answered after the first, and so sees what that wrote.
  const [fresh, read] = await Promise.all([insert(tx, entries, at), readLots(tx, { lotIds })])
  // Computed under a snapshot from before the lock, the number of an `another` may have been taken meanwhile.
  const again = entries.flatMap((entry, i) => (entry.nth === 'another' && !fresh[i] ? [i] : []))
  for (const i of again) {
    const [entry] = entries.slice(i)
    if (entry) fresh[i] = (await insert(tx, [entry], at))[0]
  }
  return { fresh, histories: again.length > 0 ? await readLots(tx, { lotIds }) : read }
}

/** The same for a lot that is held: what it has become need not be read. */
async function insertUpon(
  tx: Tx,
  entries: readonly Entry[],
  at: Date,
  held: LotHistory,
): Promise<Written> {
  const fresh = await insert(tx, entries, at)
  const added = fresh.filter((event) => event !== undefined)
  if (added.length === 0) return { fresh, histories: [held] }
  const history = { ...held, events: [...held.events, ...added] }
  keepHeld(tx, history)
  return { fresh, histories: [history] }
}

function outcomeOf(
  entry: Entry,
  freshId: bigint | undefined,
  history: LotHistory | undefined,
): RecordOutcome {
  if (!history) throw new OfficeError('ledger.no-such-lot', { lot: entry.lotId })
  const recorded = history.events.find((event) => event.id === freshId)
  if (recorded) return { kind: 'recorded', event: recorded, history }
  const key = onceKeyOf(entry)
  const event = liveEvents(history).find((other) => onceKeyOf(other) === key)
  if (!event) throw new OfficeError('ledger.entry-vanished', { lot: entry.lotId, key })
  return { kind: isRepeatable(entry.kind) ? 'similar' : 'already', event, history }
}

const Voided = z.array(z.object({ id: z.bigint(), lotId: z.number() }))

async function insertVoids(tx: Tx, order: VoidOrder, at: Date): Promise<z.infer<typeof Voided>> {
  const rows = await tx.$queryRaw<unknown[]>`
    WITH target AS (SELECT "id", "lotId" FROM "LedgerEvent" WHERE "id" = ANY(${[...order.eventIds]}::bigint[])),
    locked AS MATERIALIZED (
      SELECT "id" FROM "Lot" WHERE "id" = ANY(ARRAY(SELECT "lotId" FROM target)) ORDER BY "id" FOR NO KEY UPDATE),
    voided AS (
      INSERT INTO "EventVoid" ("eventId", "personId", "reason", "at")
      SELECT t."id", ${order.personId ?? null}::int, ${order.reason}, ${at}::timestamptz
      FROM target t JOIN locked l ON l."id" = t."lotId" ORDER BY t."id" ON CONFLICT DO NOTHING RETURNING "eventId"),
    live AS (DELETE FROM "LiveEvent" WHERE "eventId" IN (SELECT "eventId" FROM voided)),
    audit AS (
      INSERT INTO "Audit" ("at", "actor", "act", "thing", "detail")
      SELECT ${at}::timestamptz, ${order.actor}, 'void-event', 'event:' || "eventId", '{}'::jsonb FROM voided ORDER BY "eventId")
    SELECT t."id", t."lotId" FROM target t JOIN voided v ON v."eventId" = t."id" ORDER BY t."id"`
  return Voided.parse(rows)
}

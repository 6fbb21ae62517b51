import { z } from 'zod'
import { type Day, type Entropy, isDay, OfficeError, officeDay } from '../base/index.ts'
import type { Tx } from '../db/index.ts'
import {
  type Grievance,
  type GrievanceNote,
  noteBytes,
  type Report,
  readNote,
  widened,
} from './grievance.ts'
import { lettersOf, type Receipt, receiptOf, typed } from './grievance-receipt.ts'
import type { Sealer } from './seal.ts'

/** What sealing and time need. */
export interface GrievanceMeans {
  readonly sealer: Sealer
  readonly entropy: Entropy
  readonly at: Date
}

function uuid(entropy: Entropy): string {
  const bytes = entropy.bytes(16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}

const place = (grievanceId: string, no: number): string => `grievance:${grievanceId}:${no}`

async function keep(
  tx: Tx,
  id: string,
  content: Buffer,
  { sealer, entropy }: GrievanceMeans,
  isPicture = false,
): Promise<void> {
  const [{ next }] = z.tuple([z.object({ next: z.number() })]).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT count(*)::int + 1 AS "next" FROM "GrievanceNote" WHERE "grievanceId" = ${id}::uuid`,
  )
  const sealed = sealer.seal(content, place(id, next))
  await tx.$executeRaw`
    INSERT INTO "GrievanceNote" ("id", "grievanceId", "no", "isPicture", "sealed")
    VALUES (${uuid(entropy)}::uuid, ${id}::uuid, ${next}::int, ${isPicture}, ${sealed})`
}

/** A note, and behind it its pictures, each in a row of its own so that lists need not open them. */
async function say(
  tx: Tx,
  id: string,
  note: GrievanceNote,
  pictures: readonly Buffer[],
  means: GrievanceMeans,
): Promise<void> {
  await keep(tx, id, noteBytes(note), means)
  for (const picture of pictures) await keep(tx, id, picture, means, true)
}

/** What a form was filled with. */
export interface Filed {
  readonly text: string
  /** JPEGs, encoded anew by us. */
  readonly pictures: readonly Buffer[]
  readonly report: Report
}

/**
 * Keeps a grievance. `once` is the form's own secret: receipt number and passphrase follow from it, so that a form
 * sent twice over a bad line gives the same answer and is kept once; later than on its day it gives none
 * (undefined), since a phone may have changed hands.
 */
export async function fileGrievance(
  tx: Tx,
  { text, pictures, report }: Filed,
  once: string,
  means: GrievanceMeans,
): Promise<Receipt | undefined> {
  const { sealer, entropy, at } = means
  const day = officeDay(at)
  const [secret] = sealer.marks(`receipt of ${once}`)
  const receipt = receiptOf(secret)
  const id = uuid(entropy)
  const no = `${day.replaceAll('-', '')}-${lettersOf(id, 5)}`
  const [[receiptHash], [passHash], [onceHash]] = [
    sealer.marks(`receipt:${typed(receipt.receipt)}`),
    sealer.marks(`pass:${typed(receipt.passphrase)}`),
    sealer.marks(`once:${once}`),
  ]
  const kept = await tx.$executeRaw`
    INSERT INTO "Grievance" ("id", "no", "receiptHash", "passHash", "onceHash", "openedOn", "state")
    VALUES (${id}::uuid, ${no}, ${receiptHash}, ${passHash}, ${onceHash}, ${day}, 'OPEN')
    ON CONFLICT ("onceHash") DO NOTHING`
  if (kept === 0) {
    const before = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM "Grievance" WHERE "onceHash" = ${onceHash} AND "openedOn" = ${day}`
    if (before.length === 0) return undefined
  } else {
    const note = { side: 'reporter', day, act: 'FILE', text, report } as const
    await say(tx, id, { ...note, pictures: pictures.length }, pictures, means)
  }
  return receipt
}

/** The grievance of a receipt number and its passphrase; undefined for any other pair. */
export async function followUp(
  tx: Tx,
  { receipt, passphrase }: Receipt,
  sealer: Sealer,
): Promise<Grievance | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "id" FROM "Grievance"
    WHERE "receiptHash" = ANY(${[...sealer.marks(`receipt:${typed(receipt)}`)]}::text[])
      AND "passHash" = ANY(${[...sealer.marks(`pass:${typed(passphrase)}`)]}::text[])`
  const [found] = z.array(z.object({ id: z.string() })).parse(rows)
  return found && openGrievance(tx, found.id, sealer)
}

const Row = z.object({
  id: z.string(),
  no: z.string(),
  openedOn: z.string().refine(isDay),
  state: z.enum(['OPEN', 'DECIDED']),
  notes: z.array(z.object({ no: z.number(), sealed: z.string() })),
})

function opened({ notes, state, ...row }: z.infer<typeof Row>, sealer: Sealer): Grievance {
  const read = notes.map(({ no, sealed }) =>
    readNote(sealer.open(Buffer.from(sealed, 'base64'), place(row.id, no))),
  )
  const report = read[0]?.report
  if (!report) throw new OfficeError('cases.note-missing', { no: row.no })
  return { ...row, decided: state === 'DECIDED', report: widened(report, read), notes: read }
}

/** The grievance of that id, opened; undefined where there is none. Throws `cases.other-key` for one under a lost key. */
export async function openGrievance(
  tx: Tx,
  id: string,
  sealer: Sealer,
): Promise<Grievance | undefined> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT g."id", g."no", g."openedOn", g."state",
      (SELECT json_agg(json_build_object('no', n."no", 'sealed', encode(n."sealed", 'base64')) ORDER BY n."no")
       FROM "GrievanceNote" n WHERE n."grievanceId" = g."id" AND NOT n."isPicture") AS "notes"
    FROM "Grievance" g WHERE g."id" = ${id}::uuid`
  const [row] = z.array(Row).parse(rows)
  return row && opened(row, sealer)
}

/** What a list shows of one that cannot be opened: it lies under a key that is not in CASE_KEY. */
export interface LockedGrievance {
  readonly id: string
  readonly no: string
  readonly openedOn: Day
  readonly locked: true
}

/** Those that are open, and of the decided ones the latest. Each is opened to know who may see it. */
const MOST_DECIDED = 50

/** The grievances of the office, oldest first; see LockedGrievance. */
export async function listGrievances(
  tx: Tx,
  sealer: Sealer,
  which: 'open' | 'all',
): Promise<(Grievance | LockedGrievance)[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "id" FROM "Grievance" WHERE "state" = 'OPEN'
    UNION ALL (SELECT "id" FROM "Grievance" WHERE "state" = 'DECIDED' AND ${which === 'all'}
      ORDER BY "openedOn" DESC LIMIT ${MOST_DECIDED})`
  const found: (Grievance | LockedGrievance)[] = []
  for (const { id } of z.array(z.object({ id: z.string() })).parse(rows)) {
    const one = await openGrievance(tx, id, sealer).catch((failure: unknown) => {
      if (failure instanceof OfficeError && failure.code === 'cases.other-key') return undefined
      throw failure
    })
    if (one) found.push(one)
    else found.push(await locked(tx, id))
  }
  return found.sort((a, b) => (a.no < b.no ? -1 : 1))
}

async function locked(tx: Tx, id: string): Promise<LockedGrievance> {
  const Locked = z.object({ no: z.string(), openedOn: z.string().refine(isDay) })
  const [row] = z.tuple([Locked]).parse(
    await tx.$queryRaw<unknown[]>`
      SELECT "no", "openedOn" FROM "Grievance" WHERE "id" = ${id}::uuid`,
  )
  return { id, ...row, locked: true }
}

/** Keeps a further word or act of either side; an outcome decides it, a new word of the reporter opens it no more. */
export async function noteGrievance(
  tx: Tx,
  id: string,
  said: Omit<GrievanceNote, 'day' | 'report' | 'pictures'>,
  means: GrievanceMeans,
  pictures: readonly Buffer[] = [],
): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Grievance" WHERE "id" = ${id}::uuid FOR UPDATE`
  const note = { ...said, day: officeDay(means.at), pictures: pictures.length }
  await say(tx, id, note, pictures, means)
  // Those who handle it from now on are told the next morning; who was told before is not told again.
  if (said.named)
    await tx.$executeRaw`UPDATE "Grievance" SET "announced" = false WHERE "id" = ${id}::uuid`
  if (said.outcome !== undefined)
    await tx.$executeRaw`UPDATE "Grievance" SET "state" = 'DECIDED' WHERE "id" = ${id}::uuid`
}

const pictureRow = z.object({ no: z.number(), sealed: z.instanceof(Uint8Array) })

/** The pictures of a grievance, opened, in the order they came; with `n` the nth of them alone, from 1. */
export async function picturesOf(
  tx: Tx,
  id: string,
  sealer: Sealer,
  n?: number,
): Promise<Buffer[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT "no", "sealed" FROM "GrievanceNote" WHERE "grievanceId" = ${id}::uuid AND "isPicture"
    ORDER BY "no" OFFSET ${n === undefined ? 0 : n - 1}::int LIMIT ${n === undefined ? null : 1}::int`
  return z
    .array(pictureRow)
    .parse(rows)
    .map(({ no, sealed }) => sealer.open(Buffer.from(sealed), place(id, no)))
}

/** How many bytes each picture has, to a block, in the order they came; none is opened for it. */
export async function pictureSizes(tx: Tx, id: string): Promise<number[]> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT octet_length("sealed") AS "bytes" FROM "GrievanceNote"
    WHERE "grievanceId" = ${id}::uuid AND "isPicture" ORDER BY "no"`
  return z
    .array(z.object({ bytes: z.number() }))
    .parse(rows)
    .map(({ bytes }) => bytes)
}

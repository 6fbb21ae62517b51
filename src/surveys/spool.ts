import { z } from 'zod'
import type { Entropy } from '../base/index.ts'
import type { Database, ModelTx } from '../db/index.ts'
import type { SurveyPolicy } from './policy.ts'

/** What was said anonymously, and of which unit. */
export interface AnonymousAnswer {
  readonly unitId: number
  readonly occasion: string
  readonly scores: readonly number[]
  readonly comment: string
}

const Row = z.object({
  unitId: z.number(),
  occasion: z.string(),
  scores: z.array(z.number()),
  comment: z.string(),
})

/** Keeps the spool of one unit for this transaction alone. */
const UNIT_SPOOLS = 5_242

/** What is kept of an occasion that fewer than a batch share: it would tell who said it. */
const OCCASION_UNSAID = 'UNSAID'

/**
 * Adds an answer to those of its unit that wait for company. All of them are written anew, shuffled, under fresh
 * random ids: transaction numbers and places on disk would otherwise keep the order of arrival, and with it the
 * neighbourhood of each answer to the invitation used just before.
 */
export async function spoolAnswer(
  database: Database,
  answer: AnonymousAnswer,
  entropy: Entropy,
): Promise<void> {
  await database.transaction(async (tx) => {
    const waiting = await takeWaiting(tx, answer.unitId)
    await insert(tx, 'AnswerSpool', shuffled([...waiting, answer], entropy), entropy)
  })
}

/**
 * Moves the waiting answers of every unit that has a batch together, shuffled, each under a fresh id; the number moved.
 */
export async function moveSpool(
  database: Database,
  { entropy, policy }: { readonly entropy: Entropy; readonly policy: SurveyPolicy },
): Promise<number> {
  const units = z.array(z.object({ unitId: z.number() })).parse(
    await database.client.$queryRaw<unknown[]>`
      SELECT "unitId" FROM "AnswerSpool" GROUP BY "unitId" HAVING count(*) >= ${policy.batchAtLeast}::int ORDER BY "unitId"`,
  )
  let moved = 0
  for (const { unitId } of units) {
    moved += await database.transaction(async (tx) => {
      const batch = await takeWaiting(tx, unitId)
      // Somebody else may have moved them since they were counted.
      const enough = batch.length >= policy.batchAtLeast
      const answers = enough ? withoutRareOccasions(batch, policy.batchAtLeast) : batch
      const into = enough ? 'Answer' : 'AnswerSpool'
      await insert(tx, into, shuffled(answers, entropy), entropy)
      return enough ? batch.length : 0
    })
  }
  return moved
}

function withoutRareOccasions(batch: readonly AnonymousAnswer[], least: number): AnonymousAnswer[] {
  const sharing = (occasion: string) =>
    batch.filter((answer) => answer.occasion === occasion).length
  return batch.map((answer) =>
    sharing(answer.occasion) >= least ? answer : { ...answer, occasion: OCCASION_UNSAID },
  )
}

async function takeWaiting(tx: ModelTx, unitId: number): Promise<AnonymousAnswer[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${UNIT_SPOOLS}::int, ${unitId}::int)`
  return z.array(Row).parse(
    await tx.$queryRaw<unknown[]>`
      DELETE FROM "AnswerSpool" WHERE "unitId" = ${unitId} RETURNING "unitId", "occasion", "scores", "comment"`,
  )
}

async function insert(
  tx: ModelTx,
  into: 'Answer' | 'AnswerSpool',
  answers: readonly AnonymousAnswer[],
  entropy: Entropy,
): Promise<void> {
  if (answers.length === 0) return
  const data = answers.map((answer) => ({
    ...answer,
    scores: [...answer.scores],
    id: uuid(entropy),
  }))
  if (into === 'Answer') await tx.answer.createMany({ data })
  else await tx.answerSpool.createMany({ data })
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], entropy: Entropy): T[] {
  const rest = [...items]
  const mixed: T[] = []
  while (rest.length > 0) mixed.push(...rest.splice(entropy.integer(rest.length), 1))
  return mixed
}

/** A version 4 uuid: random, without time or machine. */
function uuid(entropy: Entropy): string {
  const bytes = entropy.bytes(16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5')
}

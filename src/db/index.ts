/** Floor 1: the database. Nobody else knows Prisma, pg or pg-boss. */
export { type AuditEntry, type AuditVerdict, audit, sealAudit, verifyAudit } from './audit.ts'
export { type Boss, type BossOptions, createBoss, type QueuePlan, type TakenJob } from './boss.ts'
export {
  type Database,
  type DatabaseOptions,
  type Db,
  type ModelTx,
  openDatabase,
  type Queryable,
  type TransactionOptions,
} from './connect.ts'
export { type Embedded, type EmbeddedOptions, openEmbedded } from './embedded/open.ts'
export { isDatabaseAway, isLockTimeout, isNothingWritten, isUniqueViolation } from './faults.ts'
export {
  type Answer,
  type AnswerSpool,
  type Appointment,
  type Attachment,
  type AttachmentStatus,
  type Audit,
  type AuditSeal,
  type Card,
  Category,
  type CronRun,
  type Deadline,
  type DeadlineRule,
  type DeadlineState,
  type Draft,
  type EventVoid,
  type Inbound,
  type InboundStatus,
  type Invitation,
  type LedgerEvent,
  type LiveEvent,
  type Lot,
  type Party,
  type PartyContact,
  type PartyKind,
  type Person,
  type PersonContact,
  Prisma,
  type Project,
  type Push,
  type PushKind,
  type PushStatus,
  type Referral,
  type Region,
  Role,
  type Section,
  type Setting,
  type Source,
  type Submission,
  type Unit,
  type UnitStatus,
  type Visit,
  type VisitVoid,
} from './generated/client.ts'
export { lockLot } from './locks.ts'
export { type MigrationState, migrate, migrationState } from './migrate.ts'
export type { OrderedTx, Tx } from './sql.ts'
export type { EndingTx } from './sql-transaction.ts'

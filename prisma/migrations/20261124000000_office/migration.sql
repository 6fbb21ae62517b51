-- The tables of prisma/schema.prisma, as Prisma's own schema engine writes them.

-- CreateEnum
CREATE TYPE "UnitStatus" AS ENUM ('ACTIVE', 'SUSPENDED');

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('LIAISON', 'FINANCE_HEAD', 'UNIT_LEADER', 'SECTION_STAFF', 'PROCUREMENT_OFFICE', 'BUREAU_LEADER', 'ADMIN', 'AUDITOR');

-- CreateEnum
CREATE TYPE "PartyKind" AS ENUM ('SUPPLIER', 'AGENCY');

-- CreateEnum
CREATE TYPE "Category" AS ENUM ('GOODS', 'WORKS', 'SERVICES');

-- CreateEnum
CREATE TYPE "Source" AS ENUM ('CHAT', 'IMPORT', 'DEMO');

-- CreateEnum
CREATE TYPE "DeadlineState" AS ENUM ('OPEN', 'MET');

-- CreateEnum
CREATE TYPE "PushKind" AS ENUM ('SEND', 'UPDATE_CARD');

-- CreateEnum
CREATE TYPE "PushStatus" AS ENUM ('QUEUED', 'SENT', 'FAILED', 'WITHDRAWN', 'UNCERTAIN');

-- CreateEnum
CREATE TYPE "InboundStatus" AS ENUM ('PENDING', 'DONE');

-- CreateEnum
CREATE TYPE "AttachmentStatus" AS ENUM ('WAITING', 'STORED', 'FAILED');

-- CreateTable
CREATE TABLE "Region" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "parentId" INTEGER,

    CONSTRAINT "Region_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Section" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "regionId" INTEGER NOT NULL,
    "isProcurement" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Section_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Unit" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "regionId" INTEGER NOT NULL,
    "sectionId" INTEGER,
    "status" "UnitStatus" NOT NULL DEFAULT 'ACTIVE',

    CONSTRAINT "Unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" SERIAL NOT NULL,
    "userid" TEXT NOT NULL,
    "useridShown" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PersonContact" (
    "personId" INTEGER NOT NULL,
    "mobile" TEXT NOT NULL,

    CONSTRAINT "PersonContact_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "Appointment" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "role" "Role" NOT NULL,
    "unitId" INTEGER,
    "sectionId" INTEGER,
    "fromDay" VARCHAR(10) NOT NULL,
    "toDay" VARCHAR(10),

    CONSTRAINT "Appointment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Party" (
    "id" SERIAL NOT NULL,
    "kind" "PartyKind" NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "creditCode" TEXT,
    "isSme" BOOLEAN,

    CONSTRAINT "Party_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PartyContact" (
    "partyId" INTEGER NOT NULL,
    "name" TEXT,
    "mobile" TEXT,

    CONSTRAINT "PartyContact_pkey" PRIMARY KEY ("partyId")
);

-- CreateTable
CREATE TABLE "Project" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "unitId" INTEGER NOT NULL,

    CONSTRAINT "Project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lot" (
    "id" SERIAL NOT NULL,
    "projectId" INTEGER NOT NULL,
    "no" INTEGER NOT NULL DEFAULT 1,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "budget" BIGINT NOT NULL,
    "category" "Category" NOT NULL,
    "method" TEXT,
    "agencyId" INTEGER,
    "supplierId" INTEGER,
    "contractAmount" BIGINT,
    "paymentDays" INTEGER,

    CONSTRAINT "Lot_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LedgerEvent" (
    "id" BIGSERIAL NOT NULL,
    "lotId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "day" VARCHAR(10) NOT NULL,
    "amount" BIGINT,
    "partyId" INTEGER,
    "reason" TEXT,
    "personId" INTEGER,
    "source" "Source" NOT NULL,
    "saidIn" TEXT,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LedgerEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "EventVoid" (
    "eventId" BIGINT NOT NULL,
    "personId" INTEGER,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "EventVoid_pkey" PRIMARY KEY ("eventId")
);

-- CreateTable
CREATE TABLE "LiveEvent" (
    "eventId" BIGINT NOT NULL,
    "lotId" INTEGER NOT NULL,
    "onceKey" TEXT NOT NULL,

    CONSTRAINT "LiveEvent_pkey" PRIMARY KEY ("eventId")
);

-- CreateTable
CREATE TABLE "DeadlineRule" (
    "id" SERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "effectiveFrom" VARCHAR(10),
    "effectiveTo" VARCHAR(10),
    "loadedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DeadlineRule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deadline" (
    "id" BIGSERIAL NOT NULL,
    "lotId" INTEGER NOT NULL,
    "ruleId" INTEGER NOT NULL,
    "startEventId" BIGINT NOT NULL,
    "start" VARCHAR(10) NOT NULL,
    "days" INTEGER NOT NULL,
    "overCeiling" INTEGER,
    "rawDue" VARCHAR(10),
    "due" VARCHAR(10),
    "missingYear" INTEGER,
    "yellowOn" VARCHAR(10),
    "attentionOn" VARCHAR(10) NOT NULL,
    "state" "DeadlineState" NOT NULL,
    "metOn" VARCHAR(10),
    "metEventId" BIGINT,
    "amountDue" BIGINT,
    "outstanding" BIGINT,
    "knownFrom" TIMESTAMPTZ(3) NOT NULL,
    "knownTo" TIMESTAMPTZ(3),

    CONSTRAINT "Deadline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Visit" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "unitId" INTEGER,
    "partyId" INTEGER,
    "visitedUnitId" INTEGER,
    "projectId" INTEGER,
    "day" VARCHAR(10) NOT NULL,
    "way" TEXT NOT NULL,
    "satisfaction" INTEGER NOT NULL,
    "concerns" TEXT[],
    "detail" TEXT,
    "opinion" TEXT,
    "promise" TEXT,
    "promiseDay" VARCHAR(10),
    "saidIn" TEXT,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "VisitVoid" (
    "visitId" INTEGER NOT NULL,
    "personId" INTEGER,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "VisitVoid_pkey" PRIMARY KEY ("visitId")
);

-- CreateTable
CREATE TABLE "Invitation" (
    "id" SERIAL NOT NULL,
    "occasion" TEXT NOT NULL,
    "lotId" INTEGER NOT NULL,
    "partyId" INTEGER NOT NULL,
    "eventId" BIGINT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),
    "usedOn" VARCHAR(10),
    "helpAsked" BOOLEAN,
    "paid" TEXT,

    CONSTRAINT "Invitation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InvitationLink" (
    "tokenHash" TEXT NOT NULL,
    "invitationId" INTEGER NOT NULL,
    "handedTo" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "InvitationLink_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "AnswerSpool" (
    "id" UUID NOT NULL,
    "unitId" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "scores" INTEGER[],
    "comment" TEXT NOT NULL,

    CONSTRAINT "AnswerSpool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Answer" (
    "id" UUID NOT NULL,
    "unitId" INTEGER NOT NULL,
    "occasion" TEXT NOT NULL,
    "scores" INTEGER[],
    "comment" TEXT NOT NULL,

    CONSTRAINT "Answer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Referral" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "unitId" INTEGER,
    "sectionId" INTEGER,
    "intent" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "shownAt" TIMESTAMPTZ(3),

    CONSTRAINT "Referral_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Inbound" (
    "dedupeKey" TEXT NOT NULL,
    "userid" TEXT NOT NULL,
    "status" "InboundStatus" NOT NULL,
    "body" TEXT,
    "reply" JSONB,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Inbound_pkey" PRIMARY KEY ("dedupeKey")
);

-- CreateTable
CREATE TABLE "Draft" (
    "id" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "dialogue" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "touchedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Submission" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "draftId" TEXT NOT NULL,
    "dialogue" TEXT NOT NULL,
    "recorded" JSONB NOT NULL,
    "summary" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "Submission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Card" (
    "taskId" TEXT NOT NULL,
    "userid" TEXT NOT NULL,
    "draftId" TEXT,
    "body" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Card_pkey" PRIMARY KEY ("taskId")
);

-- CreateTable
CREATE TABLE "Attachment" (
    "id" SERIAL NOT NULL,
    "personId" INTEGER NOT NULL,
    "mediaId" TEXT NOT NULL,
    "status" "AttachmentStatus" NOT NULL,
    "draftId" TEXT,
    "eventId" BIGINT,
    "visitId" INTEGER,
    "mime" TEXT,
    "sha256" TEXT,
    "bytes" BYTEA,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "nextTryAt" TIMESTAMPTZ(3),

    CONSTRAINT "Attachment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Push" (
    "id" BIGSERIAL NOT NULL,
    "kind" "PushKind" NOT NULL,
    "queue" TEXT NOT NULL,
    "userid" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "reasons" JSONB NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "slot" TEXT,
    "status" "PushStatus" NOT NULL DEFAULT 'QUEUED',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "triedAt" TIMESTAMPTZ(3),
    "doubtFrom" TIMESTAMPTZ(3),
    "msgid" TEXT,
    "failure" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Push_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CronRun" (
    "job" TEXT NOT NULL,
    "slot" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),
    "failure" TEXT,
    "result" JSONB,

    CONSTRAINT "CronRun_pkey" PRIMARY KEY ("job","slot")
);

-- CreateTable
CREATE TABLE "Audit" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "act" TEXT NOT NULL,
    "thing" TEXT NOT NULL,
    "detail" JSONB NOT NULL,

    CONSTRAINT "Audit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditSeal" (
    "seq" BIGSERIAL NOT NULL,
    "auditId" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "AuditSeal_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "Setting" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,

    CONSTRAINT "Setting_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "Region_name_key" ON "Region"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Section_regionId_name_key" ON "Section"("regionId", "name");

-- CreateIndex
CREATE UNIQUE INDEX "Unit_name_key" ON "Unit"("name");

-- CreateIndex
CREATE INDEX "Unit_sectionId_idx" ON "Unit"("sectionId");

-- CreateIndex
CREATE UNIQUE INDEX "Person_userid_key" ON "Person"("userid");

-- CreateIndex
CREATE INDEX "Appointment_personId_idx" ON "Appointment"("personId");

-- CreateIndex
CREATE INDEX "Appointment_unitId_idx" ON "Appointment"("unitId");

-- CreateIndex
CREATE INDEX "Appointment_sectionId_idx" ON "Appointment"("sectionId");

-- CreateIndex
CREATE UNIQUE INDEX "Party_name_key" ON "Party"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Project_code_key" ON "Project"("code");

-- CreateIndex
CREATE INDEX "Project_unitId_idx" ON "Project"("unitId");

-- CreateIndex
CREATE INDEX "Lot_supplierId_idx" ON "Lot"("supplierId");

-- CreateIndex
CREATE INDEX "Lot_agencyId_idx" ON "Lot"("agencyId");

-- CreateIndex
CREATE UNIQUE INDEX "Lot_projectId_no_key" ON "Lot"("projectId", "no");

-- CreateIndex
CREATE INDEX "LedgerEvent_lotId_id_idx" ON "LedgerEvent"("lotId", "id");

-- CreateIndex
CREATE INDEX "LedgerEvent_recordedAt_idx" ON "LedgerEvent"("recordedAt");

-- CreateIndex
CREATE UNIQUE INDEX "LiveEvent_lotId_onceKey_key" ON "LiveEvent"("lotId", "onceKey");

-- CreateIndex
CREATE UNIQUE INDEX "DeadlineRule_key_version_key" ON "DeadlineRule"("key", "version");

-- CreateIndex
CREATE INDEX "Deadline_lotId_idx" ON "Deadline"("lotId");

-- CreateIndex
CREATE INDEX "Visit_unitId_day_idx" ON "Visit"("unitId", "day");

-- CreateIndex
CREATE INDEX "Visit_day_idx" ON "Visit"("day");

-- CreateIndex
CREATE INDEX "InvitationLink_invitationId_idx" ON "InvitationLink"("invitationId");

-- CreateIndex
CREATE INDEX "Invitation_lotId_idx" ON "Invitation"("lotId");

-- CreateIndex
CREATE INDEX "Invitation_usedOn_idx" ON "Invitation"("usedOn");

-- CreateIndex
CREATE INDEX "AnswerSpool_unitId_idx" ON "AnswerSpool"("unitId");

-- CreateIndex
CREATE INDEX "Answer_unitId_idx" ON "Answer"("unitId");

-- CreateIndex
CREATE INDEX "Referral_sectionId_shownAt_idx" ON "Referral"("sectionId", "shownAt");

-- CreateIndex
CREATE INDEX "Inbound_status_receivedAt_idx" ON "Inbound"("status", "receivedAt");

-- CreateIndex
CREATE INDEX "Inbound_receivedAt_idx" ON "Inbound"("receivedAt");

-- CreateIndex
CREATE INDEX "Draft_personId_status_idx" ON "Draft"("personId", "status");

-- CreateIndex
CREATE UNIQUE INDEX "Submission_draftId_key" ON "Submission"("draftId");

-- CreateIndex
CREATE INDEX "Submission_personId_at_idx" ON "Submission"("personId", "at");

-- CreateIndex
CREATE INDEX "Card_userid_createdAt_idx" ON "Card"("userid", "createdAt");

-- CreateIndex
CREATE INDEX "Card_draftId_idx" ON "Card"("draftId");

-- CreateIndex
CREATE INDEX "Attachment_draftId_idx" ON "Attachment"("draftId");

-- CreateIndex
CREATE INDEX "Attachment_eventId_idx" ON "Attachment"("eventId");

-- CreateIndex
CREATE INDEX "Attachment_visitId_idx" ON "Attachment"("visitId");

-- CreateIndex
CREATE UNIQUE INDEX "Push_dedupeKey_key" ON "Push"("dedupeKey");

-- CreateIndex
CREATE INDEX "Push_status_createdAt_idx" ON "Push"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Push_userid_createdAt_idx" ON "Push"("userid", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "AuditSeal_auditId_key" ON "AuditSeal"("auditId");

-- AddForeignKey
ALTER TABLE "Region" ADD CONSTRAINT "Region_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Region"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Section" ADD CONSTRAINT "Section_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Unit" ADD CONSTRAINT "Unit_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Unit" ADD CONSTRAINT "Unit_sectionId_fkey" FOREIGN KEY ("sectionId") REFERENCES "Section"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PersonContact" ADD CONSTRAINT "PersonContact_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_sectionId_fkey" FOREIGN KEY ("sectionId") REFERENCES "Section"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartyContact" ADD CONSTRAINT "PartyContact_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Project" ADD CONSTRAINT "Project_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lot" ADD CONSTRAINT "Lot_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lot" ADD CONSTRAINT "Lot_agencyId_fkey" FOREIGN KEY ("agencyId") REFERENCES "Party"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Lot" ADD CONSTRAINT "Lot_supplierId_fkey" FOREIGN KEY ("supplierId") REFERENCES "Party"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEvent" ADD CONSTRAINT "LedgerEvent_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEvent" ADD CONSTRAINT "LedgerEvent_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LedgerEvent" ADD CONSTRAINT "LedgerEvent_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EventVoid" ADD CONSTRAINT "EventVoid_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "LedgerEvent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LiveEvent" ADD CONSTRAINT "LiveEvent_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "LedgerEvent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deadline" ADD CONSTRAINT "Deadline_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Deadline" ADD CONSTRAINT "Deadline_ruleId_fkey" FOREIGN KEY ("ruleId") REFERENCES "DeadlineRule"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_visitedUnitId_fkey" FOREIGN KEY ("visitedUnitId") REFERENCES "Unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VisitVoid" ADD CONSTRAINT "VisitVoid_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InvitationLink" ADD CONSTRAINT "InvitationLink_invitationId_fkey" FOREIGN KEY ("invitationId") REFERENCES "Invitation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Referral" ADD CONSTRAINT "Referral_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Referral" ADD CONSTRAINT "Referral_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Referral" ADD CONSTRAINT "Referral_sectionId_fkey" FOREIGN KEY ("sectionId") REFERENCES "Section"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Submission" ADD CONSTRAINT "Submission_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attachment" ADD CONSTRAINT "Attachment_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attachment" ADD CONSTRAINT "Attachment_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "LedgerEvent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attachment" ADD CONSTRAINT "Attachment_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AuditSeal" ADD CONSTRAINT "AuditSeal_auditId_fkey" FOREIGN KEY ("auditId") REFERENCES "Audit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


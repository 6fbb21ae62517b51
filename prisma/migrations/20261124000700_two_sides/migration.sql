-- Standing links of parties, and the two-sided ledger: what suppliers say of what units report.

-- CreateTable
CREATE TABLE "StandingLink" (
    "tokenHash" TEXT NOT NULL,
    "lotId" INTEGER NOT NULL,
    "partyId" INTEGER NOT NULL,
    "handedTo" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "openedOn" VARCHAR(10),
    "passedOn" BOOLEAN NOT NULL DEFAULT false,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "StandingLink_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "PartyWord" (
    "id" BIGSERIAL NOT NULL,
    "eventId" BIGINT NOT NULL,
    "partyId" INTEGER NOT NULL,
    "word" TEXT NOT NULL,
    "way" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartyWord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Dispute" (
    "eventId" BIGINT NOT NULL,
    "lotId" INTEGER NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "settleBy" VARCHAR(10),
    "unsettledAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Dispute_pkey" PRIMARY KEY ("eventId")
);

-- CreateIndex
CREATE INDEX "StandingLink_lotId_partyId_idx" ON "StandingLink"("lotId", "partyId");

-- CreateIndex
CREATE INDEX "PartyWord_eventId_id_idx" ON "PartyWord"("eventId", "id");

-- CreateIndex
CREATE INDEX "Dispute_lotId_idx" ON "Dispute"("lotId");

-- AddForeignKey
ALTER TABLE "StandingLink" ADD CONSTRAINT "StandingLink_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StandingLink" ADD CONSTRAINT "StandingLink_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartyWord" ADD CONSTRAINT "PartyWord_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "LedgerEvent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PartyWord" ADD CONSTRAINT "PartyWord_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "LedgerEvent"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "StandingLink" ADD CONSTRAINT "StandingLink_words_check" CHECK ("handedTo" IN ('liaison', 'section', 'office') AND "is_day"("openedOn"));
ALTER TABLE "PartyWord" ADD CONSTRAINT "PartyWord_words_check" CHECK ("word" IN ('YES', 'NO', 'NOT_YET') AND "way" IN ('page', 'kf'));
ALTER TABLE "Dispute" ADD CONSTRAINT "Dispute_days_check" CHECK ("is_day"("settleBy"));

-- Links that a section is still to be handed: the few of this morning.
CREATE INDEX "StandingLink_to_pass_idx" ON "StandingLink" ("createdAt") WHERE "handedTo" = 'liaison' AND NOT "passedOn" AND "revokedAt" IS NULL;
-- What sections and the daily job ask for: the few that are open, never the past.
CREATE INDEX "Dispute_open_idx" ON "Dispute" ("lotId") WHERE "closedAt" IS NULL;

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "PartyWord" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "PartyWord" ENABLE ALWAYS TRIGGER "append_only";

-- CreateTable
CREATE TABLE "Grievance" (
    "id" UUID NOT NULL,
    "no" TEXT NOT NULL,
    "receiptHash" TEXT NOT NULL,
    "passHash" TEXT NOT NULL,
    "onceHash" TEXT NOT NULL,
    "openedOn" VARCHAR(10) NOT NULL,
    "state" TEXT NOT NULL,
    "announced" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Grievance_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GrievanceNote" (
    "id" UUID NOT NULL,
    "grievanceId" UUID NOT NULL,
    "no" INTEGER NOT NULL,
    "isPicture" BOOLEAN NOT NULL DEFAULT false,
    "sealed" BYTEA NOT NULL,
    "settled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "GrievanceNote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GrievancePass" (
    "tokenHash" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GrievancePass_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "GrievanceLook" (
    "id" SERIAL NOT NULL,
    "grievanceId" UUID NOT NULL,
    "personId" INTEGER NOT NULL,
    "act" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GrievanceLook_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Grievance_no_key" ON "Grievance"("no");

-- CreateIndex
CREATE UNIQUE INDEX "Grievance_receiptHash_key" ON "Grievance"("receiptHash");

-- CreateIndex
CREATE UNIQUE INDEX "Grievance_onceHash_key" ON "Grievance"("onceHash");

-- CreateIndex
CREATE UNIQUE INDEX "GrievanceNote_grievanceId_no_key" ON "GrievanceNote"("grievanceId", "no");

-- CreateIndex
CREATE INDEX "GrievancePass_expiresAt_idx" ON "GrievancePass"("expiresAt");

-- CreateIndex
CREATE INDEX "GrievanceLook_grievanceId_idx" ON "GrievanceLook"("grievanceId");

-- AddForeignKey
ALTER TABLE "GrievanceNote" ADD CONSTRAINT "GrievanceNote_grievanceId_fkey" FOREIGN KEY ("grievanceId") REFERENCES "Grievance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrievancePass" ADD CONSTRAINT "GrievancePass_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrievanceLook" ADD CONSTRAINT "GrievanceLook_grievanceId_fkey" FOREIGN KEY ("grievanceId") REFERENCES "Grievance"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GrievanceLook" ADD CONSTRAINT "GrievanceLook_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Only what is open, or not yet settled, is looked for.
CREATE INDEX "Grievance_open_idx" ON "Grievance" ("openedOn") WHERE "state" = 'OPEN';
CREATE INDEX "GrievanceNote_unsettled_idx" ON "GrievanceNote" ("id") WHERE NOT "settled";
ALTER TABLE "Grievance" ADD CONSTRAINT "Grievance_words_check" CHECK ("state" IN ('OPEN', 'DECIDED') AND "is_day"("openedOn"));
ALTER TABLE "GrievancePass" ADD CONSTRAINT "GrievancePass_words_check" CHECK ("kind" IN ('PASS', 'SESSION'));
-- What was said stays; only the mark that a nightly job sets (see settleGrievances) may change.
CREATE TRIGGER "append_only" BEFORE UPDATE OF "id", "grievanceId", "no", "isPicture", "sealed" OR DELETE OR TRUNCATE ON "GrievanceNote" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "GrievanceNote" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "GrievanceLook" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "GrievanceLook" ENABLE ALWAYS TRIGGER "append_only";

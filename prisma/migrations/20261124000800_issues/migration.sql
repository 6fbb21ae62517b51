-- CreateTable
CREATE TABLE "Issue" (
    "id" SERIAL NOT NULL,
    "origin" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "unitId" INTEGER NOT NULL,
    "lotId" INTEGER,
    "partyId" INTEGER,
    "tokenHash" TEXT,
    "onceKey" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "due" VARCHAR(10),
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "solveBy" VARCHAR(10),

    CONSTRAINT "Issue_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IssueNote" (
    "id" SERIAL NOT NULL,
    "issueId" INTEGER NOT NULL,
    "side" TEXT NOT NULL,
    "personId" INTEGER,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "onceKey" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "IssueNote_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Issue_tokenHash_key" ON "Issue"("tokenHash");

-- CreateIndex
CREATE UNIQUE INDEX "Issue_onceKey_key" ON "Issue"("onceKey");

-- CreateIndex
CREATE INDEX "Issue_unitId_idx" ON "Issue"("unitId");

-- CreateIndex
CREATE INDEX "Issue_lotId_idx" ON "Issue"("lotId");

-- CreateIndex
CREATE UNIQUE INDEX "IssueNote_onceKey_key" ON "IssueNote"("onceKey");

-- CreateIndex
CREATE INDEX "IssueNote_issueId_id_idx" ON "IssueNote"("issueId", "id");

-- AddForeignKey
ALTER TABLE "IssueNote" ADD CONSTRAINT "IssueNote_issueId_fkey" FOREIGN KEY ("issueId") REFERENCES "Issue"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is still open is asked at every slot; closed ones only grow.
CREATE INDEX "Issue_open_idx" ON "Issue" ("state", "due") WHERE "state" <> 'CLOSED';
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_words_check" CHECK ("state" IN ('OPEN', 'ANSWERED', 'ASKED', 'CLOSED')
  AND "kind" IN ('NOT_SIGNED', 'NOT_ACCEPTED', 'NOT_PAID', 'UNFAIR', 'OTHER', 'PROMISE') AND "origin" IN ('SURVEY', 'LINK', 'CHAT', 'VISIT'));
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_days_check" CHECK ("is_day"("due") AND "is_day"("solveBy"));
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "IssueNote" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "IssueNote" ENABLE ALWAYS TRIGGER "append_only";

-- CreateTable
CREATE TABLE "Duty" (
    "id" SERIAL NOT NULL,
    "rule" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "unitId" INTEGER NOT NULL,
    "partyId" INTEGER,
    "period" TEXT NOT NULL,
    "fromDay" VARCHAR(10) NOT NULL,
    "rawDue" VARCHAR(10) NOT NULL,
    "due" VARCHAR(10),
    "attentionOn" VARCHAR(10) NOT NULL,
    "onceKey" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "lapsedAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DutyReport" (
    "id" SERIAL NOT NULL,
    "dutyId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "day" VARCHAR(10) NOT NULL,
    "share" DOUBLE PRECISION,
    "text" TEXT,
    "personId" INTEGER,
    "onceKey" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DutyReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "DutyReportVoid" (
    "reportId" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "DutyReportVoid_pkey" PRIMARY KEY ("reportId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Duty_onceKey_key" ON "Duty"("onceKey");

-- CreateIndex
CREATE INDEX "Duty_unitId_idx" ON "Duty"("unitId");

-- CreateIndex
CREATE INDEX "Duty_rule_period_idx" ON "Duty"("rule", "period");

-- CreateIndex
CREATE INDEX "Duty_closedAt_idx" ON "Duty"("closedAt");

-- CreateIndex
CREATE UNIQUE INDEX "DutyReport_onceKey_key" ON "DutyReport"("onceKey");

-- CreateIndex
CREATE INDEX "DutyReport_dutyId_idx" ON "DutyReport"("dutyId");

-- CreateIndex
CREATE INDEX "Visit_partyId_day_idx" ON "Visit"("partyId", "day");

-- CreateIndex
CREATE INDEX "EventVoid_at_idx" ON "EventVoid"("at");

-- AddForeignKey
ALTER TABLE "Duty" ADD CONSTRAINT "Duty_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Duty" ADD CONSTRAINT "Duty_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DutyReport" ADD CONSTRAINT "DutyReport_dutyId_fkey" FOREIGN KEY ("dutyId") REFERENCES "Duty"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DutyReport" ADD CONSTRAINT "DutyReport_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "DutyReportVoid" ADD CONSTRAINT "DutyReportVoid_reportId_fkey" FOREIGN KEY ("reportId") REFERENCES "DutyReport"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A remark may be about a standing duty, which is no lot's.
ALTER TABLE "Remark" DROP CONSTRAINT "Remark_lotId_fkey";
ALTER TABLE "Remark" ALTER COLUMN "lotId" DROP NOT NULL;
ALTER TABLE "Remark" ADD CONSTRAINT "Remark_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "Remark_duty_idx" ON "Remark" ("rule") WHERE "lotId" IS NULL;

ALTER TABLE "Duty" ADD CONSTRAINT "Duty_days_check" CHECK ("is_day"("fromDay") AND "is_day"("rawDue") AND "is_day"("due") AND "is_day"("attentionOn"));
ALTER TABLE "Duty" ADD CONSTRAINT "Duty_lapsed_check" CHECK ("lapsedAt" IS NULL OR "closedAt" IS NOT NULL);
ALTER TABLE "DutyReport" ADD CONSTRAINT "DutyReport_kind_check" CHECK ("kind" IN ('DONE', 'NOT_APPLICABLE'));
ALTER TABLE "DutyReport" ADD CONSTRAINT "DutyReport_days_check" CHECK ("is_day"("day"));
ALTER TABLE "DutyReport" ADD CONSTRAINT "DutyReport_share_check" CHECK ("share" BETWEEN 0 AND 100);
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "DutyReport" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "DutyReport" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "DutyReportVoid" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "DutyReportVoid" ENABLE ALWAYS TRIGGER "append_only";

-- Open duties by the day on which they ask for attention: what a slot costs is what is due.
CREATE INDEX "Duty_open_idx" ON "Duty" ("attentionOn") WHERE "closedAt" IS NULL;
CREATE INDEX "Duty_open_party_idx" ON "Duty" ("partyId") WHERE "closedAt" IS NULL AND "partyId" IS NOT NULL;
-- Signed contracts, for the quarter's first look at which of them run.
CREATE INDEX "LiveEvent_signed_idx" ON "LiveEvent" ("lotId") WHERE "onceKey" = 'CONTRACT_SIGNED';

-- A duty that is met takes back the reminders that nobody has tried to send yet, as a deadline does.
CREATE FUNCTION "withdraw_duty"(duty INTEGER, at TIMESTAMPTZ) RETURNS void LANGUAGE sql AS $$
  UPDATE "Push" SET "status" = 'WITHDRAWN', "failure" = 'deadline-changed', "settledAt" = at
  WHERE "slot" IS NOT NULL AND "status" = 'QUEUED' AND "doubtFrom" IS NULL
    AND "reasons" @> jsonb_build_array(jsonb_build_object('rule', 'DUTY-' || duty))
    AND NOT "reasons" @> '[{"rule": "NEWS"}]'
$$;
CREATE FUNCTION "withdraw_reported"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "withdraw_duty"(NEW."dutyId", NEW."at");
  RETURN NULL;
END
$$;
CREATE TRIGGER "withdraw_reminders" AFTER INSERT ON "DutyReport" FOR EACH ROW EXECUTE FUNCTION "withdraw_reported"();
CREATE FUNCTION "withdraw_visited"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM "withdraw_duty"(d."id", NEW."recordedAt") FROM "Duty" d
  WHERE d."partyId" = NEW."partyId" AND d."closedAt" IS NULL AND NEW."day" >= d."fromDay"
    AND (NEW."unitId" IS NULL OR NEW."unitId" = d."unitId");
  RETURN NULL;
END
$$;
CREATE TRIGGER "withdraw_reminders" AFTER INSERT ON "Visit" FOR EACH ROW WHEN (NEW."partyId" IS NOT NULL)
  EXECUTE FUNCTION "withdraw_visited"();

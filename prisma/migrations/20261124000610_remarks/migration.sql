-- CreateTable
CREATE TABLE "Remark" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "lotId" INTEGER NOT NULL,
    "rule" TEXT NOT NULL,
    "due" VARCHAR(10),
    "personId" INTEGER NOT NULL,
    "text" TEXT,
    "day" VARCHAR(10),
    "onceKey" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Remark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RemarkVoid" (
    "remarkId" INTEGER NOT NULL,
    "personId" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RemarkVoid_pkey" PRIMARY KEY ("remarkId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Remark_onceKey_key" ON "Remark"("onceKey");

-- CreateIndex
CREATE INDEX "Remark_lotId_idx" ON "Remark"("lotId");

-- AddForeignKey
ALTER TABLE "Remark" ADD CONSTRAINT "Remark_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Remark" ADD CONSTRAINT "Remark_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RemarkVoid" ADD CONSTRAINT "RemarkVoid_remarkId_fkey" FOREIGN KEY ("remarkId") REFERENCES "Remark"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RemarkVoid" ADD CONSTRAINT "RemarkVoid_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Remark" ADD CONSTRAINT "Remark_kind_check" CHECK ("kind" IN ('KNOWN', 'EXPLAINED', 'HELP', 'URGED', 'COORDINATED', 'NOTED'));
ALTER TABLE "Remark" ADD CONSTRAINT "Remark_days_check" CHECK ("is_day"("due") AND "is_day"("day"));
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "Remark" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "Remark" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "RemarkVoid" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "RemarkVoid" ENABLE ALWAYS TRIGGER "append_only";

-- What somebody was told lately is asked at every slot: pushes of reminders only, by time.
CREATE INDEX "Push_reminder_idx" ON "Push" ("createdAt") WHERE "slot" IS NOT NULL;
-- Waiting reminders, for whoever must take one back.
CREATE INDEX "Push_waiting_reminder_idx" ON "Push" ("id") WHERE "slot" IS NOT NULL AND "status" = 'QUEUED';

-- A message that reached a person stays sent, whatever a late answer says; it can only be acknowledged.
DROP TRIGGER "sent_stays_sent" ON "Push";
CREATE TRIGGER "sent_stays_sent" BEFORE UPDATE OF "status" ON "Push" FOR EACH ROW
  WHEN (OLD."status" IN ('SENT', 'ACKNOWLEDGED') AND NEW."status" NOT IN ('SENT', 'ACKNOWLEDGED')) EXECUTE FUNCTION "refuse_change"();

-- A deadline that is met, or has changed, takes back the reminders that nobody has tried to send yet, in the very
-- transaction that changes it, whoever does: a report, an import, a later rule. What else such a reminder said is
-- said anew within a minute (see src/jobs/mend.ts).
CREATE FUNCTION "withdraw_reminders"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Push" p SET "status" = 'WITHDRAWN', "failure" = 'deadline-changed', "settledAt" = NEW."knownTo"
  FROM "Lot" l, "Project" j, "DeadlineRule" r
  WHERE l."id" = NEW."lotId" AND j."id" = l."projectId" AND r."id" = NEW."ruleId"
    AND p."slot" IS NOT NULL AND p."status" = 'QUEUED' AND p."doubtFrom" IS NULL
    AND p."reasons" @> jsonb_build_array(jsonb_build_object('project', j."code", 'lot', l."no",
      'rule', CASE WHEN r."body"->>'endEvent' = 'PAID' THEN 'UNPAID' ELSE r."key" END));
  RETURN NULL;
END
$$;
CREATE TRIGGER "withdraw_reminders" AFTER UPDATE OF "knownTo" ON "Deadline" FOR EACH ROW
  WHEN (OLD."knownTo" IS NULL AND NEW."knownTo" IS NOT NULL AND OLD."state" = 'OPEN') EXECUTE FUNCTION "withdraw_reminders"();

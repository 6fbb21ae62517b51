-- What every confirmation writes is checked without a detour. PostgreSQL puts is_day() into a check anew for every
-- statement that writes, which takes longer than the checking: for these two tables it is written out.
ALTER TABLE "Deadline" DROP CONSTRAINT "Deadline_days_check";
ALTER TABLE "Deadline" ADD CONSTRAINT "Deadline_days_check" CHECK (
  "start" ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  AND "rawDue" ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  AND "due" ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  AND "yellowOn" ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  AND "attentionOn" ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
  AND "metOn" ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$');
ALTER TABLE "LedgerEvent" DROP CONSTRAINT "LedgerEvent_days_check";
ALTER TABLE "LedgerEvent" ADD CONSTRAINT "LedgerEvent_days_check" CHECK (
  "day" ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$');

-- The same as before, but where no reminder waits, which is most of the day, nothing is looked up for one.
CREATE OR REPLACE FUNCTION "withdraw_reminders"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "Push" WHERE "slot" IS NOT NULL AND "status" = 'QUEUED') THEN
    UPDATE "Push" p SET "status" = 'WITHDRAWN', "failure" = 'deadline-changed', "settledAt" = NEW."knownTo"
    FROM "Lot" l, "Project" j, "DeadlineRule" r
    WHERE l."id" = NEW."lotId" AND j."id" = l."projectId" AND r."id" = NEW."ruleId"
      AND p."slot" IS NOT NULL AND p."status" = 'QUEUED' AND p."doubtFrom" IS NULL
      AND p."reasons" @> jsonb_build_array(jsonb_build_object('project', j."code", 'lot', l."no",
        'rule', CASE WHEN r."body"->>'endEvent' = 'PAID' THEN 'UNPAID' ELSE r."key" END))
      AND NOT p."reasons" @> '[{"rule": "NEWS"}]';
  END IF;
  RETURN NULL;
END
$$;

-- AlterTable
ALTER TABLE "Deadline" ADD COLUMN     "pauses" JSONB NOT NULL DEFAULT '[]';

-- A version of a rule that no clock has been given under may still be corrected; a used one never.
CREATE FUNCTION "refuse_used_rule"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM "Deadline" WHERE "ruleId" = OLD."id") THEN
    RAISE EXCEPTION 'history is append-only: % on "%"', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;
DROP TRIGGER "append_only" ON "DeadlineRule";
CREATE TRIGGER "append_only" BEFORE DELETE OR TRUNCATE ON "DeadlineRule" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "DeadlineRule" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "used_stays" BEFORE UPDATE ON "DeadlineRule" FOR EACH ROW EXECUTE FUNCTION "refuse_used_rule"();
ALTER TABLE "DeadlineRule" ENABLE ALWAYS TRIGGER "used_stays";
-- Whether a version was ever used is asked at each correction.
CREATE INDEX "Deadline_ruleId_idx" ON "Deadline"("ruleId");

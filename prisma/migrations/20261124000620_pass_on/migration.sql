-- Orders and failures that somebody must still hear of are looked for every minute.
CREATE INDEX "Remark_order_idx" ON "Remark" ("at") WHERE "kind" IN ('URGED', 'COORDINATED', 'NOTED');
CREATE INDEX "Push_failed_idx" ON "Push" ("settledAt") WHERE "status" IN ('FAILED', 'WITHDRAWN', 'UNCERTAIN');

-- A digest that also carries news (survey links, what people said) is not taken back: its news were counted as shown.
CREATE OR REPLACE FUNCTION "withdraw_reminders"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Push" p SET "status" = 'WITHDRAWN', "failure" = 'deadline-changed', "settledAt" = NEW."knownTo"
  FROM "Lot" l, "Project" j, "DeadlineRule" r
  WHERE l."id" = NEW."lotId" AND j."id" = l."projectId" AND r."id" = NEW."ruleId"
    AND p."slot" IS NOT NULL AND p."status" = 'QUEUED' AND p."doubtFrom" IS NULL
    AND p."reasons" @> jsonb_build_array(jsonb_build_object('project', j."code", 'lot', l."no",
      'rule', CASE WHEN r."body"->>'endEvent' = 'PAID' THEN 'UNPAID' ELSE r."key" END))
    AND NOT p."reasons" @> '[{"rule": "NEWS"}]';
  RETURN NULL;
END
$$;

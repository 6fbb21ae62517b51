-- What a Prisma schema cannot say: partial indexes, checks, and the protection of history.

-- ── partial indexes ─────────────────────────────────────────────────────────

-- One clock per start: a second transaction opening the same clock is refused, not doubled.
CREATE UNIQUE INDEX "Deadline_known_key" ON "Deadline" ("lotId", "ruleId", "startEventId") WHERE "knownTo" IS NULL;
-- The reminder's question, "which clocks need attention by today?", never scans closed ones.
CREATE INDEX "Deadline_attention_idx" ON "Deadline" ("attentionOn") WHERE "state" = 'OPEN' AND "knownTo" IS NULL;
-- The same question asked of a past moment: clocks that were open then and changed since.
CREATE INDEX "Deadline_past_idx" ON "Deadline" ("knownTo") WHERE "state" = 'OPEN' AND "knownTo" IS NOT NULL;
-- What still has to be sent, in order.
CREATE INDEX "Push_queued_idx" ON "Push" ("queue", "id") WHERE "status" = 'QUEUED';
-- A person holds at most one open conversation; parked ones lie beside it.
CREATE UNIQUE INDEX "Draft_open_key" ON "Draft" ("personId") WHERE "status" = 'OPEN';
CREATE INDEX "Attachment_waiting_idx" ON "Attachment" ("nextTryAt") WHERE "status" = 'WAITING';

-- ── checks ──────────────────────────────────────────────────────────────────

CREATE FUNCTION "is_day"(text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN $1 ~ '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$';

ALTER TABLE "Appointment" ADD CONSTRAINT "Appointment_days_check" CHECK ("is_day"("fromDay") AND "is_day"("toDay"));
ALTER TABLE "LedgerEvent" ADD CONSTRAINT "LedgerEvent_days_check" CHECK ("is_day"("day"));
ALTER TABLE "DeadlineRule" ADD CONSTRAINT "DeadlineRule_days_check" CHECK ("is_day"("effectiveFrom") AND "is_day"("effectiveTo"));
ALTER TABLE "Deadline" ADD CONSTRAINT "Deadline_days_check" CHECK ("is_day"("start") AND "is_day"("rawDue") AND "is_day"("due") AND "is_day"("yellowOn") AND "is_day"("attentionOn") AND "is_day"("metOn"));
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_days_check" CHECK ("is_day"("day") AND "is_day"("promiseDay"));
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_days_check" CHECK ("is_day"("usedOn"));

ALTER TABLE "Person" ADD CONSTRAINT "Person_userid_check" CHECK ("userid" = lower("userid") AND "userid" <> '');
ALTER TABLE "Region" ADD CONSTRAINT "Region_parent_check" CHECK ("parentId" <> "id");
ALTER TABLE "Lot" ADD CONSTRAINT "Lot_figures_check" CHECK ("no" > 0 AND "budget" >= 0 AND "contractAmount" >= 0 AND "paymentDays" >= 0);
ALTER TABLE "LedgerEvent" ADD CONSTRAINT "LedgerEvent_amount_check" CHECK ("amount" >= 0);
ALTER TABLE "Visit" ADD CONSTRAINT "Visit_satisfaction_check" CHECK ("satisfaction" BETWEEN 1 AND 5);
ALTER TABLE "Answer" ADD CONSTRAINT "Answer_scores_check" CHECK (cardinality("scores") > 0 AND 1 <= ALL ("scores") AND 5 >= ALL ("scores"));
ALTER TABLE "AnswerSpool" ADD CONSTRAINT "AnswerSpool_scores_check" CHECK (cardinality("scores") > 0 AND 1 <= ALL ("scores") AND 5 >= ALL ("scores"));
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_words_check" CHECK ("occasion" IN ('ACCEPTED', 'PAID') AND "paid" IN ('yes', 'no', 'unknown'));
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_status_check" CHECK ("status" IN ('OPEN', 'PARKED', 'RECORDED', 'DUPLICATE', 'CANCELLED', 'DENIED', 'ANSWERED', 'UNDONE', 'EXPIRED', 'OUTDATED'));

-- A new card closes the earlier ones of its person: found without reading her whole past.
CREATE INDEX "Card_open_idx" ON "Card" ("userid") WHERE "closedAt" IS NULL;

-- ── history ─────────────────────────────────────────────────────────────────

-- Triggers rather than privileges: the office often runs as the owner of its own database.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is append-only: % on "%"', TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "LedgerEvent" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "LedgerEvent" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "EventVoid" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "EventVoid" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "Visit" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "Visit" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "VisitVoid" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "VisitVoid" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "Answer" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "Answer" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "Audit" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "Audit" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "AuditSeal" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "AuditSeal" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "DeadlineRule" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "DeadlineRule" ENABLE ALWAYS TRIGGER "append_only";

-- A message that reached a person stays sent, whatever a late answer says.
CREATE TRIGGER "sent_stays_sent" BEFORE UPDATE OF "status" ON "Push" FOR EACH ROW
  WHEN (OLD."status" = 'SENT' AND NEW."status" <> 'SENT') EXECUTE FUNCTION "refuse_change"();

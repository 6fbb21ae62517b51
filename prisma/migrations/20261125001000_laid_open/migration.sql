-- Whether the writer of an anonymous answer lets 采购科 read the words as they stand. Nothing leads from it to an invitation.

ALTER TABLE "AnswerSpool" ADD COLUMN "laidOpen" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Answer" ADD COLUMN "laidOpen" BOOLEAN NOT NULL DEFAULT false;
-- Ticked without words is nothing.
ALTER TABLE "AnswerSpool" ADD CONSTRAINT "AnswerSpool_laid_open_check" CHECK (NOT "laidOpen" OR "comment" <> '');
ALTER TABLE "Answer" ADD CONSTRAINT "Answer_laid_open_check" CHECK (NOT "laidOpen" OR "comment" <> '');
CREATE INDEX "Answer_laid_open_idx" ON "Answer" ("unitId") WHERE "laidOpen";
-- Whether words were read is asked of the log of looks itself.
CREATE INDEX "Audit_laid_open_idx" ON "Audit" ("thing", "at") WHERE "act" = 'read-laid-open';

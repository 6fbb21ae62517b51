-- Every message wrote into these, and hardly anybody or nobody read there.

DROP INDEX "Card_userid_createdAt_idx";
DROP INDEX "Card_draftId_idx";
-- Only messages that wait are looked for by their status, and only drafts that are to be nudged by their time.
DROP INDEX "Inbound_status_receivedAt_idx";
CREATE INDEX "Inbound_pending_idx" ON "Inbound" ("receivedAt") WHERE "status" = 'PENDING';
DROP INDEX "Draft_nudgeAt_idx";
CREATE INDEX "Draft_nudge_idx" ON "Draft" ("nudgeAt") WHERE "nudgeAt" IS NOT NULL;

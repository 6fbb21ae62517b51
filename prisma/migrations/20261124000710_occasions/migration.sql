-- Parties are asked at every turning point; how often a quarter is counted by party.
CREATE INDEX "Invitation_partyId_createdAt_idx" ON "Invitation"("partyId", "createdAt");

ALTER TABLE "Invitation" DROP CONSTRAINT "Invitation_words_check";
ALTER TABLE "Invitation" ADD CONSTRAINT "Invitation_words_check" CHECK ("occasion" IN ('AWARD_CONFIRMED', 'CONTRACT_SIGNED', 'ACCEPTED', 'PAID', 'VISITED') AND "paid" IN ('yes', 'no', 'unknown'));

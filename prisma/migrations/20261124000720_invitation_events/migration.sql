-- Taking a report back withdraws its invitations: found by their event, not by reading all.
CREATE INDEX "Invitation_eventId_idx" ON "Invitation"("eventId");

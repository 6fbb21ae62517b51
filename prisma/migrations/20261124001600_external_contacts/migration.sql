-- External contacts of liaisons and section staff, as a channel to parties.

CREATE TABLE "ContactWay" (
    "state" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "userid" TEXT NOT NULL,
    "configId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "ContactWay_pkey" PRIMARY KEY ("state")
);
CREATE TABLE "ExternalContact" (
    "externalUserid" TEXT NOT NULL,
    "userid" TEXT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),
    CONSTRAINT "ExternalContact_pkey" PRIMARY KEY ("externalUserid","userid","tokenHash")
);
CREATE TABLE "ContactRequest" (
    "invitationId" INTEGER NOT NULL,
    "externalUserid" TEXT,
    "userid" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "failure" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "ContactRequest_pkey" PRIMARY KEY ("invitationId")
);
CREATE UNIQUE INDEX "ContactWay_tokenHash_userid_key" ON "ContactWay"("tokenHash", "userid");
CREATE INDEX "ExternalContact_tokenHash_idx" ON "ExternalContact"("tokenHash");
CREATE INDEX "ContactRequest_externalUserid_createdAt_idx" ON "ContactRequest"("externalUserid", "createdAt");
ALTER TABLE "ContactWay" ADD CONSTRAINT "ContactWay_tokenHash_fkey" FOREIGN KEY ("tokenHash") REFERENCES "StandingLink"("tokenHash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ExternalContact" ADD CONSTRAINT "ExternalContact_tokenHash_fkey" FOREIGN KEY ("tokenHash") REFERENCES "StandingLink"("tokenHash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ContactRequest" ADD CONSTRAINT "ContactRequest_invitationId_fkey" FOREIGN KEY ("invitationId") REFERENCES "Invitation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "ContactRequest" ADD CONSTRAINT "ContactRequest_words_check" CHECK ("status" IN ('SENDING', 'ASKED', 'REFUSED', 'UNSURE'));
ALTER TABLE "StandingLink" DROP CONSTRAINT "StandingLink_words_check";
ALTER TABLE "StandingLink" ADD CONSTRAINT "StandingLink_words_check" CHECK ("handedTo" IN ('liaison', 'section', 'office', 'kf', 'contact') AND "is_day"("openedOn"));

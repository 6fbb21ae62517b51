-- 微信客服: accounts, customers, what they did, what they are told.

ALTER TABLE "Invitation" ADD COLUMN     "anonymousOpen" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "StandingLink" ADD COLUMN     "codeHash" TEXT;
CREATE TABLE "KfAccount" (
    "openKfId" TEXT NOT NULL,
    "cursor" TEXT,
    "token" TEXT,
    "tokenAt" TIMESTAMPTZ(3),
    "wantedAt" TIMESTAMPTZ(3),
    "lookedAt" TIMESTAMPTZ(3),
    "leasedBy" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    CONSTRAINT "KfAccount_pkey" PRIMARY KEY ("openKfId")
);
CREATE TABLE "KfCustomer" (
    "id" SERIAL NOT NULL,
    "openKfId" TEXT NOT NULL,
    "externalUserid" TEXT NOT NULL,
    "lastOwnAt" TIMESTAMPTZ(3),
    "sentSince" INTEGER NOT NULL DEFAULT 0,
    "offeredAt" TIMESTAMPTZ(3),
    "wrongCodes" INTEGER NOT NULL DEFAULT 0,
    "wrongCodesFrom" TIMESTAMPTZ(3),
    "memory" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "KfCustomer_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "KfBinding" (
    "customerId" INTEGER NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "boundAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "KfBinding_pkey" PRIMARY KEY ("customerId","tokenHash")
);
CREATE TABLE "KfMessage" (
    "msgid" TEXT NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "openKfId" TEXT NOT NULL,
    "customerId" INTEGER,
    "status" TEXT NOT NULL,
    "body" JSONB,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "KfMessage_pkey" PRIMARY KEY ("msgid")
);
CREATE TABLE "KfPush" (
    "id" BIGSERIAL NOT NULL,
    "customerId" INTEGER NOT NULL,
    "body" JSONB,
    "code" TEXT,
    "codeUntil" TIMESTAMPTZ(3),
    "dedupeKey" TEXT NOT NULL,
    "msgid" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "failure" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "triedAt" TIMESTAMPTZ(3),
    "settledAt" TIMESTAMPTZ(3),
    CONSTRAINT "KfPush_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "KfCustomer_openKfId_externalUserid_key" ON "KfCustomer"("openKfId", "externalUserid");
CREATE INDEX "KfBinding_tokenHash_idx" ON "KfBinding"("tokenHash");
CREATE INDEX "KfMessage_receivedAt_idx" ON "KfMessage"("receivedAt");
CREATE UNIQUE INDEX "KfPush_dedupeKey_key" ON "KfPush"("dedupeKey");
CREATE UNIQUE INDEX "KfPush_msgid_key" ON "KfPush"("msgid");
CREATE INDEX "KfPush_createdAt_idx" ON "KfPush"("createdAt");
CREATE UNIQUE INDEX "StandingLink_codeHash_key" ON "StandingLink"("codeHash");
ALTER TABLE "KfBinding" ADD CONSTRAINT "KfBinding_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "KfCustomer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "KfBinding" ADD CONSTRAINT "KfBinding_tokenHash_fkey" FOREIGN KEY ("tokenHash") REFERENCES "StandingLink"("tokenHash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "KfMessage" ADD CONSTRAINT "KfMessage_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "KfCustomer"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "KfPush" ADD CONSTRAINT "KfPush_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "KfCustomer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "StandingLink" DROP CONSTRAINT "StandingLink_words_check";
ALTER TABLE "StandingLink" ADD CONSTRAINT "StandingLink_words_check" CHECK ("handedTo" IN ('liaison', 'section', 'office', 'kf') AND "is_day"("openedOn"));
ALTER TABLE "KfMessage" ADD CONSTRAINT "KfMessage_words_check" CHECK ("status" IN ('NEW', 'DONE'));
ALTER TABLE "KfPush" ADD CONSTRAINT "KfPush_words_check" CHECK ("status" IN ('QUEUED', 'SENDING', 'SENT', 'WAITING', 'FAILED', 'UNSURE'));

-- What is still to be done, never the past.
CREATE INDEX "KfMessage_new_idx" ON "KfMessage" ("openKfId", "sentAt", "seq") WHERE "status" = 'NEW';
CREATE INDEX "KfPush_open_idx" ON "KfPush" ("customerId", "id") WHERE "status" IN ('QUEUED', 'SENDING');
-- Those whom we may write to now.
CREATE INDEX "KfCustomer_openKfId_lastOwnAt_idx" ON "KfCustomer" ("openKfId", "lastOwnAt");

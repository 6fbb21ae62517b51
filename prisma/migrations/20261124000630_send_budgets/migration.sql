-- CreateTable
CREATE TABLE "AppSend" (
    "minute" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "AppSend_pkey" PRIMARY KEY ("minute")
);

-- CreateIndex
CREATE INDEX "Push_userid_triedAt_idx" ON "Push"("userid", "triedAt");

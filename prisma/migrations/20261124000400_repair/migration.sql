-- AlterTable
ALTER TABLE "Draft" ADD COLUMN     "nudgeAt" TIMESTAMPTZ(3),
ADD COLUMN     "nudgedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "FormLink" (
    "tokenHash" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "draftId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "FormLink_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateIndex
CREATE INDEX "Draft_personId_touchedAt_idx" ON "Draft"("personId", "touchedAt");

-- CreateIndex
CREATE INDEX "Draft_nudgeAt_idx" ON "Draft"("nudgeAt");

-- CreateIndex
CREATE INDEX "FormLink_expiresAt_idx" ON "FormLink"("expiresAt");

-- AddForeignKey
ALTER TABLE "FormLink" ADD CONSTRAINT "FormLink_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

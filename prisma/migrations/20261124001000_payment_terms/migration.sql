-- Payment terms of contracts, and the running total that meets each payment clock.

-- AlterTable
ALTER TABLE "Deadline" ADD COLUMN     "totalDue" BIGINT;

-- CreateTable
CREATE TABLE "PaymentTerm" (
    "id" SERIAL NOT NULL,
    "lotId" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "share" INTEGER,
    "amount" BIGINT,
    "trigger" TEXT NOT NULL,
    "days" INTEGER NOT NULL,
    "saidIn" TEXT NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PaymentTerm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PaymentTermVoid" (
    "termId" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PaymentTermVoid_pkey" PRIMARY KEY ("termId")
);

-- CreateIndex
CREATE INDEX "PaymentTerm_lotId_idx" ON "PaymentTerm"("lotId");

-- AddForeignKey
ALTER TABLE "PaymentTerm" ADD CONSTRAINT "PaymentTerm_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PaymentTermVoid" ADD CONSTRAINT "PaymentTermVoid_termId_fkey" FOREIGN KEY ("termId") REFERENCES "PaymentTerm"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Either a share or a sum, never both.
ALTER TABLE "PaymentTerm" ADD CONSTRAINT "PaymentTerm_sum_check" CHECK (("share" IS NULL) <> ("amount" IS NULL));
ALTER TABLE "PaymentTerm" ADD CONSTRAINT "PaymentTerm_range_check" CHECK (COALESCE("share", 1) BETWEEN 1 AND 10000 AND COALESCE("amount", 1) > 0 AND "days" > 0);
ALTER TABLE "PaymentTerm" ADD CONSTRAINT "PaymentTerm_kind_check" CHECK ("kind" IN ('ADVANCE', 'PROGRESS', 'ACCEPTANCE', 'RETENTION'));
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "PaymentTerm" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "PaymentTerm" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "PaymentTermVoid" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "PaymentTermVoid" ENABLE ALWAYS TRIGGER "append_only";

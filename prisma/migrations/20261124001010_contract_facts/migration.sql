-- What a contract agrees beside its sum, and which law a lot is bought under.

-- AlterTable
ALTER TABLE "Deadline" ADD COLUMN     "lateRate" JSONB;

-- AlterTable
ALTER TABLE "Lot" ADD COLUMN     "acceptBy" VARCHAR(10),
ADD COLUMN     "lateMillionths" INTEGER,
ADD COLUMN     "latePer" TEXT,
ADD COLUMN     "lawDomain" TEXT,
ADD COLUMN     "performanceBond" BIGINT,
ADD COLUMN     "urgent" BOOLEAN;

ALTER TABLE "Lot" ADD CONSTRAINT "Lot_acceptBy_check" CHECK ("is_day"("acceptBy"));
ALTER TABLE "Lot" ADD CONSTRAINT "Lot_lawDomain_check" CHECK ("lawDomain" IN ('PROCUREMENT', 'TENDERING'));
ALTER TABLE "Lot" ADD CONSTRAINT "Lot_late_check" CHECK ("latePer" IN ('DAY', 'YEAR') AND "lateMillionths" > 0 OR "latePer" IS NULL AND "lateMillionths" IS NULL);

-- AlterTable
ALTER TABLE "Issue" ADD COLUMN     "about" TEXT,
ADD COLUMN     "askerId" INTEGER,
ADD COLUMN     "rule" TEXT;

-- AddForeignKey
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_askerId_fkey" FOREIGN KEY ("askerId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- A unit may call for help too, with one of its open matters: its section answers.
ALTER TABLE "Issue" DROP CONSTRAINT "Issue_words_check";
ALTER TABLE "Issue" ADD CONSTRAINT "Issue_words_check" CHECK ("state" IN ('OPEN', 'ANSWERED', 'ASKED', 'CLOSED')
  AND "kind" IN ('NOT_SIGNED', 'NOT_ACCEPTED', 'NOT_PAID', 'UNFAIR', 'OTHER', 'PROMISE', 'MATTER') AND "origin" IN ('SURVEY', 'LINK', 'CHAT', 'VISIT', 'UNIT')
  AND ("kind" = 'MATTER') = ("origin" = 'UNIT')
  AND ("origin" <> 'UNIT' OR ("rule" IS NOT NULL AND "about" IS NOT NULL AND "askerId" IS NOT NULL)));

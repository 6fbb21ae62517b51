-- That a supplier or an agency has evaluated the unit on the provincial platform, by its own word.

CREATE TABLE "PartyCredit" (
    "lotId" INTEGER NOT NULL,
    "partyId" INTEGER NOT NULL,
    "point" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "PartyCredit_pkey" PRIMARY KEY ("lotId","partyId","point")
);
ALTER TABLE "PartyCredit" ADD CONSTRAINT "PartyCredit_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "PartyCredit" ADD CONSTRAINT "PartyCredit_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "PartyCredit" ADD CONSTRAINT "PartyCredit_point_check" CHECK ("point" IN ('TENDER', 'ACCEPT'));

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "PartyCredit" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "PartyCredit" ENABLE ALWAYS TRIGGER "append_only";

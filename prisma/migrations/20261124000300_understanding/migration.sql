CREATE TABLE "LearnedName" (
    "id" SERIAL NOT NULL,
    "unitId" INTEGER NOT NULL,
    "lotId" INTEGER,
    "partyId" INTEGER,
    "words" TEXT NOT NULL,
    "personId" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LearnedName_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "LearnedNameVoid" (
    "learnedId" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "LearnedNameVoid_pkey" PRIMARY KEY ("learnedId")
);

CREATE TABLE "Misunderstood" (
    "id" BIGSERIAL NOT NULL,
    "words" TEXT NOT NULL,
    "asked" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Misunderstood_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "LearnedName_lotId_idx" ON "LearnedName"("lotId");
CREATE INDEX "LearnedName_partyId_unitId_idx" ON "LearnedName"("partyId", "unitId");
CREATE INDEX "Misunderstood_at_idx" ON "Misunderstood"("at");

ALTER TABLE "LearnedName" ADD CONSTRAINT "LearnedName_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "Unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "LearnedName" ADD CONSTRAINT "LearnedName_lotId_fkey" FOREIGN KEY ("lotId") REFERENCES "Lot"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "LearnedName" ADD CONSTRAINT "LearnedName_partyId_fkey" FOREIGN KEY ("partyId") REFERENCES "Party"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "LearnedName" ADD CONSTRAINT "LearnedName_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "LearnedNameVoid" ADD CONSTRAINT "LearnedNameVoid_learnedId_fkey" FOREIGN KEY ("learnedId") REFERENCES "LearnedName"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Exactly one thing bears the name.
ALTER TABLE "LearnedName" ADD CONSTRAINT "LearnedName_thing_check" CHECK (num_nonnulls("lotId", "partyId") = 1 AND "words" <> '');

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "LearnedName" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "LearnedName" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "LearnedNameVoid" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "LearnedNameVoid" ENABLE ALWAYS TRIGGER "append_only";
-- No history but a list to read: never changed, forgotten after a time.
CREATE TRIGGER "append_only" BEFORE UPDATE OR TRUNCATE ON "Misunderstood" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "Misunderstood" ENABLE ALWAYS TRIGGER "append_only";

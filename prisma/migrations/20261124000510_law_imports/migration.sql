-- CreateTable
CREATE TABLE "CalendarYear" (
    "id" SERIAL NOT NULL,
    "year" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "actor" TEXT NOT NULL,
    "importedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CalendarYear_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RuleImport" (
    "id" SERIAL NOT NULL,
    "text" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "actor" TEXT NOT NULL,
    "importedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RuleImport_pkey" PRIMARY KEY ("id")
);

CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "CalendarYear" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "CalendarYear" ENABLE ALWAYS TRIGGER "append_only";
CREATE TRIGGER "append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "RuleImport" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
ALTER TABLE "RuleImport" ENABLE ALWAYS TRIGGER "append_only";

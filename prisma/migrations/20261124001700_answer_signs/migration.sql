-- How many anonymous answers of a unit looked odd, counted apart from the answers.

CREATE TABLE "AnswerSign" (
    "unitId" INTEGER NOT NULL,
    "sign" TEXT NOT NULL,
    "waiting" INTEGER NOT NULL DEFAULT 0,
    "counted" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "AnswerSign_pkey" PRIMARY KEY ("unitId","sign")
);
ALTER TABLE "AnswerSign" ADD CONSTRAINT "AnswerSign_words_check" CHECK ("sign" IN ('ANY', 'SAME_MARKS', 'ONE_PLACE', 'HASTY'));

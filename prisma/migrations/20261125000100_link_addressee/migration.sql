-- A survey link that was sent to one 微信 knows whose it is: as a keyed hash, never as an account.

ALTER TABLE "InvitationLink" ADD COLUMN "addressee" TEXT;
ALTER TABLE "InvitationLink" ADD COLUMN "isNamed" BOOLEAN NOT NULL DEFAULT false;

-- Whether something older waits for a person is asked at every message: by index, whoever else has pushes waiting.
DROP INDEX "Push_queued_idx";
CREATE INDEX "Push_queued_idx" ON "Push" ("queue", "userid", "id") WHERE "status" = 'QUEUED';

-- Nothing asks by status and day: the partial indexes answer for what waits and for what failed.
DROP INDEX "Push_status_createdAt_idx";

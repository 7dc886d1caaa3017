-- DropIndex
DROP INDEX "Execution_projectId_startedAt_id_idx";

-- CreateIndex
CREATE INDEX "Execution_projectId_startedAt_idx" ON "Execution"("projectId", "startedAt" DESC);

-- CreateEnum
CREATE TYPE "AsyncCallStatus" AS ENUM ('pending', 'active', 'succeeded', 'failed', 'cancelled');

-- AlterTable
ALTER TABLE "Execution" ADD COLUMN     "asyncFailed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "asyncMessages" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "asyncPending" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "AsyncCall" (
    "projectId" TEXT NOT NULL,
    "executionId" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "stepId" TEXT NOT NULL,
    "stepName" TEXT NOT NULL,
    "visit" INTEGER NOT NULL,
    "connectorId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "status" "AsyncCallStatus" NOT NULL DEFAULT 'pending',
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "sealed" BYTEA,
    "cancelRequested" BOOLEAN NOT NULL DEFAULT false,
    "watched" BOOLEAN NOT NULL,
    "jobId" UUID NOT NULL,
    "startedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "error" JSONB,

    CONSTRAINT "AsyncCall_pkey" PRIMARY KEY ("projectId","executionId","number")
);

-- CreateIndex
CREATE INDEX "AsyncCall_projectId_status_idx" ON "AsyncCall"("projectId", "status");

-- AddForeignKey
ALTER TABLE "AsyncCall" ADD CONSTRAINT "AsyncCall_projectId_executionId_fkey" FOREIGN KEY ("projectId", "executionId") REFERENCES "Execution"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

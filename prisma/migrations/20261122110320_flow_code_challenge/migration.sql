-- AlterTable
ALTER TABLE "FlowCode" ADD COLUMN     "challenge" TEXT;

-- AlterTable
ALTER TABLE "OutboundConnect" ADD COLUMN     "actor" JSONB NOT NULL DEFAULT '{}';

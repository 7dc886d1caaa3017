-- Substrings by trigrams: a search of 100,000 users reads those that match, not all. Trusted since PostgreSQL 13: the
-- owner of the database may install it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- AlterTable
ALTER TABLE "User" ADD COLUMN     "searchText" TEXT NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX "Tenant_name_idx" ON "Tenant" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "User_projectId_status_createdAt_id_idx" ON "User"("projectId", "status", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "User_projectId_email_idx" ON "User"("projectId", "email");

-- CreateIndex
CREATE INDEX "User_projectId_phone_idx" ON "User"("projectId", "phone");

-- CreateIndex
CREATE INDEX "User_searchText_idx" ON "User" USING GIN ("searchText" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "User_customAttributes_idx" ON "User" USING GIN ("customAttributes" jsonb_path_ops);

-- CreateEnum
CREATE TYPE "OutboundLevel" AS ENUM ('user', 'userTenant', 'tenant');

-- CreateEnum
CREATE TYPE "OutboundTokenStatus" AS ENUM ('active', 'needsReconnect');

-- CreateEnum
CREATE TYPE "OutboundConnectStatus" AS ENUM ('pending', 'opened', 'completed', 'failed');

-- CreateTable
CREATE TABLE "OutboundApp" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "logo" TEXT NOT NULL DEFAULT '',
    "templateId" TEXT,
    "config" JSONB NOT NULL DEFAULT '{}',
    "learned" JSONB NOT NULL DEFAULT '{}',
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    "updatedById" TEXT,

    CONSTRAINT "OutboundApp_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "OutboundAppSecret" (
    "projectId" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "field" TEXT NOT NULL,
    "sealed" BYTEA NOT NULL,
    "version" INTEGER NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OutboundAppSecret_pkey" PRIMARY KEY ("projectId","appId","field")
);

-- CreateTable
CREATE TABLE "OutboundToken" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "level" "OutboundLevel" NOT NULL,
    "userId" TEXT,
    "tenantId" TEXT,
    "ownerKey" TEXT NOT NULL,
    "externalIdentifier" TEXT NOT NULL DEFAULT '',
    "requestedScopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "grantedScopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "requestedKey" TEXT NOT NULL,
    "grantedKey" TEXT NOT NULL,
    "accessSealed" BYTEA NOT NULL,
    "refreshSealed" BYTEA,
    "idTokenSealed" BYTEA,
    "version" INTEGER NOT NULL DEFAULT 1,
    "tokenType" TEXT NOT NULL,
    "tokenSub" TEXT NOT NULL DEFAULT '',
    "status" "OutboundTokenStatus" NOT NULL DEFAULT 'active',
    "obtainedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3),
    "lastRefreshAt" TIMESTAMP(3),
    "lastRefreshError" TEXT NOT NULL DEFAULT '',
    "refreshFailures" INTEGER NOT NULL DEFAULT 0,
    "retryAt" TIMESTAMP(3),
    "leaseId" TEXT,
    "leaseUntil" TIMESTAMP(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "refreshingVersion" INTEGER,
    "grantedBy" TEXT NOT NULL DEFAULT '',
    "lastFetchedAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "OutboundToken_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "OutboundTokenEvent" (
    "projectId" TEXT NOT NULL,
    "tokenId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "appId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "actorType" TEXT NOT NULL,
    "actorId" TEXT NOT NULL DEFAULT '',
    "actorName" TEXT NOT NULL DEFAULT '',
    "detail" TEXT NOT NULL DEFAULT '',
    "count" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "OutboundTokenEvent_pkey" PRIMARY KEY ("projectId","tokenId","id")
);

-- CreateTable
CREATE TABLE "OutboundConnect" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "status" "OutboundConnectStatus" NOT NULL DEFAULT 'pending',
    "level" "OutboundLevel" NOT NULL,
    "userId" TEXT,
    "tenantId" TEXT,
    "externalIdentifier" TEXT NOT NULL DEFAULT '',
    "scopes" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "prompt" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "redirectUrl" TEXT NOT NULL DEFAULT '',
    "ticketHash" TEXT NOT NULL,
    "stateHash" TEXT,
    "browserHash" TEXT,
    "verifierSealed" BYTEA,
    "executionId" TEXT,
    "stepId" TEXT,
    "visit" INTEGER,
    "grantedBy" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "openedAt" TIMESTAMP(3),
    "endedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "tokenId" TEXT,
    "errorCode" TEXT,
    "errorMessage" TEXT,
    "record" JSONB,

    CONSTRAINT "OutboundConnect_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "OutboundRevocation" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "appId" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "learned" JSONB NOT NULL,
    "secretSealed" BYTEA,
    "secretVersion" INTEGER,
    "accessSealed" BYTEA NOT NULL,
    "refreshSealed" BYTEA,
    "tokenVersion" INTEGER NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "OutboundRevocation_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateIndex
CREATE INDEX "OutboundApp_projectId_name_id_idx" ON "OutboundApp"("projectId", "name", "id");

-- CreateIndex
CREATE INDEX "OutboundToken_projectId_appId_ownerKey_obtainedAt_idx" ON "OutboundToken"("projectId", "appId", "ownerKey", "obtainedAt" DESC);

-- CreateIndex
CREATE INDEX "OutboundToken_projectId_appId_createdAt_id_idx" ON "OutboundToken"("projectId", "appId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "OutboundToken_projectId_userId_appId_idx" ON "OutboundToken"("projectId", "userId", "appId");

-- CreateIndex
CREATE INDEX "OutboundToken_projectId_tenantId_appId_idx" ON "OutboundToken"("projectId", "tenantId", "appId");

-- CreateIndex
CREATE INDEX "OutboundToken_expiresAt_idx" ON "OutboundToken"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "OutboundToken_projectId_appId_ownerKey_externalIdentifier_r_key" ON "OutboundToken"("projectId", "appId", "ownerKey", "externalIdentifier", "requestedKey");

-- CreateIndex
CREATE INDEX "OutboundTokenEvent_projectId_tokenId_at_id_idx" ON "OutboundTokenEvent"("projectId", "tokenId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "OutboundTokenEvent_at_idx" ON "OutboundTokenEvent"("at");

-- CreateIndex
CREATE UNIQUE INDEX "OutboundConnect_ticketHash_key" ON "OutboundConnect"("ticketHash");

-- CreateIndex
CREATE UNIQUE INDEX "OutboundConnect_stateHash_key" ON "OutboundConnect"("stateHash");

-- CreateIndex
CREATE INDEX "OutboundConnect_projectId_executionId_idx" ON "OutboundConnect"("projectId", "executionId");

-- CreateIndex
CREATE INDEX "OutboundConnect_expiresAt_idx" ON "OutboundConnect"("expiresAt");

-- CreateIndex
CREATE INDEX "OutboundRevocation_nextAt_idx" ON "OutboundRevocation"("nextAt");

-- AddForeignKey
ALTER TABLE "OutboundApp" ADD CONSTRAINT "OutboundApp_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundAppSecret" ADD CONSTRAINT "OutboundAppSecret_projectId_appId_fkey" FOREIGN KEY ("projectId", "appId") REFERENCES "OutboundApp"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundToken" ADD CONSTRAINT "OutboundToken_projectId_appId_fkey" FOREIGN KEY ("projectId", "appId") REFERENCES "OutboundApp"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundToken" ADD CONSTRAINT "OutboundToken_projectId_userId_fkey" FOREIGN KEY ("projectId", "userId") REFERENCES "User"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundToken" ADD CONSTRAINT "OutboundToken_projectId_tenantId_fkey" FOREIGN KEY ("projectId", "tenantId") REFERENCES "Tenant"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundTokenEvent" ADD CONSTRAINT "OutboundTokenEvent_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundConnect" ADD CONSTRAINT "OutboundConnect_projectId_appId_fkey" FOREIGN KEY ("projectId", "appId") REFERENCES "OutboundApp"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OutboundRevocation" ADD CONSTRAINT "OutboundRevocation_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

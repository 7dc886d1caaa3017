-- CreateEnum
CREATE TYPE "UserStatus" AS ENUM ('enabled', 'disabled', 'invited', 'expired');

-- CreateEnum
CREATE TYPE "AttributeSubject" AS ENUM ('user', 'tenant');

-- DropIndex
DROP INDEX "AuditEvent_projectId_at_idx";

-- AlterTable
ALTER TABLE "AuditEvent" ADD COLUMN     "actorName" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "after" JSONB,
ADD COLUMN     "before" JSONB,
ADD COLUMN     "ipAddress" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "severity" TEXT NOT NULL DEFAULT 'info',
ADD COLUMN     "tenantId" TEXT,
ADD COLUMN     "userId" TEXT;

-- CreateTable
CREATE TABLE "User" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "status" "UserStatus" NOT NULL DEFAULT 'enabled',
    "name" TEXT NOT NULL DEFAULT '',
    "givenName" TEXT NOT NULL DEFAULT '',
    "middleName" TEXT NOT NULL DEFAULT '',
    "familyName" TEXT NOT NULL DEFAULT '',
    "email" TEXT,
    "verifiedEmail" BOOLEAN NOT NULL DEFAULT false,
    "phone" TEXT,
    "verifiedPhone" BOOLEAN NOT NULL DEFAULT false,
    "picture" TEXT NOT NULL DEFAULT '',
    "roleNames" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "customAttributes" JSONB NOT NULL DEFAULT '{}',
    "test" BOOLEAN NOT NULL DEFAULT false,
    "lastSignInAt" TIMESTAMP(3),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "User_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "UserLoginId" (
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "loginId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "UserLoginId_pkey" PRIMARY KEY ("projectId","key")
);

-- CreateTable
CREATE TABLE "Tenant" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "disabled" BOOLEAN NOT NULL DEFAULT false,
    "selfProvisioningDomains" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "customAttributes" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Tenant_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "TenantMember" (
    "projectId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tenantId" TEXT NOT NULL,
    "roleNames" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "TenantMember_pkey" PRIMARY KEY ("projectId","userId","tenantId")
);

-- CreateTable
CREATE TABLE "AttributeDefinition" (
    "projectId" TEXT NOT NULL,
    "subject" "AttributeSubject" NOT NULL,
    "name" TEXT NOT NULL,
    "displayName" TEXT NOT NULL DEFAULT '',
    "type" TEXT NOT NULL,
    "options" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AttributeDefinition_pkey" PRIMARY KEY ("projectId","subject","name")
);

-- CreateTable
CREATE TABLE "UserPassword" (
    "projectId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "UserPassword_pkey" PRIMARY KEY ("projectId","userId")
);

-- CreateTable
CREATE TABLE "SignInAttempts" (
    "projectId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "until" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "SignInAttempts_pkey" PRIMARY KEY ("projectId","key")
);

-- CreateTable
CREATE TABLE "OneTimeCode" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "purpose" TEXT NOT NULL,
    "loginKey" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "OneTimeCode_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "UserSession" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "tenantId" TEXT,
    "methods" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "claims" JSONB NOT NULL DEFAULT '{}',
    "generation" INTEGER NOT NULL DEFAULT 1,
    "refreshedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "revokedAt" TIMESTAMP(3),
    "revokedReason" TEXT,
    "ipAddress" TEXT NOT NULL DEFAULT '',
    "userAgent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "UserSession_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "SigningKey" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "publicJwk" JSONB NOT NULL,
    "privateSealed" BYTEA NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "signsFrom" TIMESTAMP(3) NOT NULL,
    "retiredAt" TIMESTAMP(3),
    "publishUntil" TIMESTAMP(3),

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "AccessKey" (
    "projectId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "secretHash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "expiresAt" TIMESTAMP(3),
    "roleNames" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "tenants" JSONB NOT NULL DEFAULT '[]',
    "boundUserId" TEXT,
    "customClaims" JSONB NOT NULL DEFAULT '{}',
    "customAttributes" JSONB NOT NULL DEFAULT '{}',
    "permittedIps" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdBy" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastUsedAt" TIMESTAMP(3),

    CONSTRAINT "AccessKey_pkey" PRIMARY KEY ("projectId","id")
);

-- CreateTable
CREATE TABLE "FlowCode" (
    "projectId" TEXT NOT NULL,
    "codeHash" TEXT NOT NULL,
    "executionId" TEXT NOT NULL,
    "redirectUrl" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "FlowCode_pkey" PRIMARY KEY ("projectId","codeHash")
);

-- CreateIndex
CREATE INDEX "User_projectId_createdAt_id_idx" ON "User"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "UserLoginId_projectId_userId_idx" ON "UserLoginId"("projectId", "userId");

-- CreateIndex
CREATE INDEX "Tenant_projectId_createdAt_id_idx" ON "Tenant"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "TenantMember_projectId_tenantId_userId_idx" ON "TenantMember"("projectId", "tenantId", "userId");

-- CreateIndex
CREATE INDEX "SignInAttempts_until_idx" ON "SignInAttempts"("until");

-- CreateIndex
CREATE INDEX "OneTimeCode_projectId_purpose_loginKey_createdAt_idx" ON "OneTimeCode"("projectId", "purpose", "loginKey", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "OneTimeCode_expiresAt_idx" ON "OneTimeCode"("expiresAt");

-- CreateIndex
CREATE INDEX "UserSession_projectId_userId_createdAt_idx" ON "UserSession"("projectId", "userId", "createdAt" DESC);

-- CreateIndex
CREATE INDEX "UserSession_expiresAt_idx" ON "UserSession"("expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "AccessKey_secretHash_key" ON "AccessKey"("secretHash");

-- CreateIndex
CREATE INDEX "AccessKey_projectId_createdAt_id_idx" ON "AccessKey"("projectId", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "FlowCode_expiresAt_idx" ON "FlowCode"("expiresAt");

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_at_id_idx" ON "AuditEvent"("projectId", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_action_at_idx" ON "AuditEvent"("projectId", "action", "at" DESC);

-- CreateIndex
CREATE INDEX "AuditEvent_projectId_userId_at_idx" ON "AuditEvent"("projectId", "userId", "at" DESC);

-- AddForeignKey
ALTER TABLE "User" ADD CONSTRAINT "User_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserLoginId" ADD CONSTRAINT "UserLoginId_projectId_userId_fkey" FOREIGN KEY ("projectId", "userId") REFERENCES "User"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Tenant" ADD CONSTRAINT "Tenant_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TenantMember" ADD CONSTRAINT "TenantMember_projectId_userId_fkey" FOREIGN KEY ("projectId", "userId") REFERENCES "User"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TenantMember" ADD CONSTRAINT "TenantMember_projectId_tenantId_fkey" FOREIGN KEY ("projectId", "tenantId") REFERENCES "Tenant"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AttributeDefinition" ADD CONSTRAINT "AttributeDefinition_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserPassword" ADD CONSTRAINT "UserPassword_projectId_userId_fkey" FOREIGN KEY ("projectId", "userId") REFERENCES "User"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SignInAttempts" ADD CONSTRAINT "SignInAttempts_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OneTimeCode" ADD CONSTRAINT "OneTimeCode_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "UserSession" ADD CONSTRAINT "UserSession_projectId_userId_fkey" FOREIGN KEY ("projectId", "userId") REFERENCES "User"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SigningKey" ADD CONSTRAINT "SigningKey_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AccessKey" ADD CONSTRAINT "AccessKey_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FlowCode" ADD CONSTRAINT "FlowCode_projectId_fkey" FOREIGN KEY ("projectId") REFERENCES "Project"("id") ON DELETE CASCADE ON UPDATE CASCADE;

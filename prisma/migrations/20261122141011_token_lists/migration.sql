-- CreateIndex
CREATE INDEX "OutboundToken_projectId_appId_status_createdAt_id_idx" ON "OutboundToken"("projectId", "appId", "status", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "OutboundToken_projectId_appId_level_createdAt_id_idx" ON "OutboundToken"("projectId", "appId", "level", "createdAt" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "OutboundToken_projectId_tenantId_createdAt_id_idx" ON "OutboundToken"("projectId", "tenantId", "createdAt" DESC, "id" DESC);

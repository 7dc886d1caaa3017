-- CreateIndex
CREATE INDEX "OutboundConnect_projectId_grantedBy_createdAt_idx" ON "OutboundConnect"("projectId", "grantedBy", "createdAt" DESC);

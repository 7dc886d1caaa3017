-- CreateTable
CREATE TABLE "ConnectorToken" (
    "projectId" TEXT NOT NULL,
    "connectorId" TEXT NOT NULL,
    "connectorVersion" INTEGER NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "tokenId" TEXT,
    "sealed" BYTEA,
    "obtainedAt" TIMESTAMP(3),
    "usableUntil" TIMESTAMP(3),
    "leaseId" TEXT,
    "leaseUntil" TIMESTAMP(3),

    CONSTRAINT "ConnectorToken_pkey" PRIMARY KEY ("projectId","connectorId")
);

-- AddForeignKey
ALTER TABLE "ConnectorToken" ADD CONSTRAINT "ConnectorToken_projectId_connectorId_fkey" FOREIGN KEY ("projectId", "connectorId") REFERENCES "Connector"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

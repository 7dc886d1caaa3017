-- CreateTable
CREATE TABLE "ConnectorExample" (
    "projectId" TEXT NOT NULL,
    "connectorId" TEXT NOT NULL,
    "callHash" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "value" JSON NOT NULL,
    "form" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "savedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "savedById" TEXT,

    CONSTRAINT "ConnectorExample_pkey" PRIMARY KEY ("projectId","connectorId","callHash")
);

-- AddForeignKey
ALTER TABLE "ConnectorExample" ADD CONSTRAINT "ConnectorExample_projectId_connectorId_fkey" FOREIGN KEY ("projectId", "connectorId") REFERENCES "Connector"("projectId", "id") ON DELETE CASCADE ON UPDATE CASCADE;

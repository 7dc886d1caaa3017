-- AlterTable
ALTER TABLE "DataKey" ADD COLUMN     "closedAt" TIMESTAMP(3),
ADD COLUMN     "removedAt" TIMESTAMP(3),
ALTER COLUMN "wrapped" DROP NOT NULL;


-- Whoever still seals with a data key that is about to be removed, because it slept through the rotation, is refused:
-- nobody could open what it writes. After the row, so that its transaction is known by then to who waits for it.
-- Argument: the sealed column. Bytes: format (1), length of the key's id (1), id.
CREATE FUNCTION "refuseClosedDataKey"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed boolean;
BEGIN
  EXECUTE format(
    'SELECT octet_length($1.%2$I) > 2 AND EXISTS (SELECT FROM %1$I."DataKey" k WHERE k."closedAt" IS NOT NULL
       AND convert_to(k."id", ''UTF8'') = substring($1.%2$I FROM 3 FOR get_byte($1.%2$I, 1)))',
    TG_TABLE_SCHEMA, TG_ARGV[0]) INTO closed USING NEW;
  IF closed THEN
    RAISE EXCEPTION 'A value was sealed with a data key that has been taken out of use: try again.' USING ERRCODE = 'PBV01';
  END IF;
  RETURN NULL;
END
$$;

CREATE TRIGGER "sealed_key" AFTER INSERT OR UPDATE OF "sealed" ON "ConnectorSecret"
  FOR EACH ROW WHEN (NEW."sealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('sealed');
CREATE TRIGGER "sealed_key" AFTER INSERT OR UPDATE OF "sealed" ON "ConnectorToken"
  FOR EACH ROW WHEN (NEW."sealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('sealed');
CREATE TRIGGER "sealed_key" AFTER INSERT OR UPDATE OF "sealed" ON "SealedSecret"
  FOR EACH ROW WHEN (NEW."sealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('sealed');
CREATE TRIGGER "privateSealed_key" AFTER INSERT OR UPDATE OF "privateSealed" ON "SigningKey"
  FOR EACH ROW WHEN (NEW."privateSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('privateSealed');
CREATE TRIGGER "stateSealed_key" AFTER INSERT OR UPDATE OF "stateSealed" ON "Execution"
  FOR EACH ROW WHEN (NEW."stateSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('stateSealed');
CREATE TRIGGER "outputsSealed_key" AFTER INSERT OR UPDATE OF "outputsSealed" ON "Execution"
  FOR EACH ROW WHEN (NEW."outputsSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('outputsSealed');
CREATE TRIGGER "sealed_key" AFTER INSERT OR UPDATE OF "sealed" ON "AsyncCall"
  FOR EACH ROW WHEN (NEW."sealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('sealed');
CREATE TRIGGER "sealed_key" AFTER INSERT OR UPDATE OF "sealed" ON "OutboundAppSecret"
  FOR EACH ROW WHEN (NEW."sealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('sealed');
CREATE TRIGGER "accessSealed_key" AFTER INSERT OR UPDATE OF "accessSealed" ON "OutboundToken"
  FOR EACH ROW WHEN (NEW."accessSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('accessSealed');
CREATE TRIGGER "refreshSealed_key" AFTER INSERT OR UPDATE OF "refreshSealed" ON "OutboundToken"
  FOR EACH ROW WHEN (NEW."refreshSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('refreshSealed');
CREATE TRIGGER "idTokenSealed_key" AFTER INSERT OR UPDATE OF "idTokenSealed" ON "OutboundToken"
  FOR EACH ROW WHEN (NEW."idTokenSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('idTokenSealed');
CREATE TRIGGER "verifierSealed_key" AFTER INSERT OR UPDATE OF "verifierSealed" ON "OutboundConnect"
  FOR EACH ROW WHEN (NEW."verifierSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('verifierSealed');
CREATE TRIGGER "secretSealed_key" AFTER INSERT OR UPDATE OF "secretSealed" ON "OutboundRevocation"
  FOR EACH ROW WHEN (NEW."secretSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('secretSealed');
CREATE TRIGGER "accessSealed_key" AFTER INSERT OR UPDATE OF "accessSealed" ON "OutboundRevocation"
  FOR EACH ROW WHEN (NEW."accessSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('accessSealed');
CREATE TRIGGER "refreshSealed_key" AFTER INSERT OR UPDATE OF "refreshSealed" ON "OutboundRevocation"
  FOR EACH ROW WHEN (NEW."refreshSealed" IS NOT NULL) EXECUTE FUNCTION "refuseClosedDataKey"('refreshSealed');

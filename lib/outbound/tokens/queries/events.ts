/** Of an INSERT into "OutboundTokenEvent", in the order in which every statement here gives them. */
export const EVENT_COLUMNS =
  '"projectId", "tokenId", "id", "appId", "type", "actorType", "actorId", "actorName", "detail"'

/**
 * The statement that writes an event for each row of a relation that has `projectId`, `id` and `appId` of a token.
 * @param values the parameters of type, actor type, actor id, actor name and detail
 */
export function logSql(relation: string, values: readonly [string, string, string, string, string]): string {
  return `INSERT INTO "OutboundTokenEvent" (${EVENT_COLUMNS})
    SELECT "projectId", "id", gen_random_uuid()::text, "appId", ${values.join(', ')} FROM ${relation}`
}

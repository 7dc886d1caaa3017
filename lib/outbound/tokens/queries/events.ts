/** Of an INSERT into "OutboundTokenEvent", in the order in which every statement here gives them. */
export const EVENT_COLUMNS =
  '"projectId", "tokenId", "id", "appId", "type", "actorType", "actorId", "actorName", "detail"'

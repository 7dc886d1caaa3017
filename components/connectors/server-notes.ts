/** What is said at a stored secret that would follow a connector to another server. */
export const serverMoves =
  'The connector now leads to another server, or with less protection. Replace the stored value: it is never sent there unasked.'

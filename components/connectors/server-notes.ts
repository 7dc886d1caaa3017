/** What is said at a stored secret that would follow a connector to another server. */
export const serverMoves =
  'The connector now leads to another server, or with less protection. Replace the stored value: it is never sent there unasked.'

/** What is said at a stored secret of a connector that newly trusts any certificate. */
export const certificatesIgnored =
  'The connector now trusts any certificate, so anyone on the way could read the stored value. Replace it: it is never sent like that unasked.'

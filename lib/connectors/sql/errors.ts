/** Why a statement did not succeed. Part of the connectors' table; codes are stable. */
export const sqlErrors = {
  sqlLogin: {
    message: (user: string) => `The database refused the user ${user} or the password.`,
    hint: 'Check user name and password of the connector, and that the user may connect from this machine.',
  },
  sqlDatabase: {
    message: (name: string) => `The server has no database ${name}, or the user may not use it.`,
    hint: 'Check the name of the database in the connector, and the rights of its user.',
  },
  sqlNoTls: {
    message: (host: string) => `The database at ${host} does not offer TLS.`,
    hint: 'Switch TLS on at the database. On a network that nobody else can reach, the connector may go without.',
  },
  sqlReadOnly: {
    message: (why: string) =>
      why === ''
        ? 'The connector is read-only, and the statement would change something.'
        : `The connector is read-only. ${why}`,
    hint: 'Write a query that only reads, or switch Read-only off in the connector.',
  },
  sqlBusy: {
    message: () => 'The database takes no connections now.',
    hint: 'Try again in a moment. If it stays, raise the number of connections that the database allows.',
  },
  sqlCancelled: {
    message: () => 'The database ended the statement before it was done.',
    hint: 'It may have a time limit of its own. Narrow the query, or look for a missing index.',
  },
  sqlMultiple: {
    message: () => 'The query holds more than one statement.',
    hint: 'Write one statement in each step.',
  },
  sqlSyntax: {
    message: (what: string) => `The query is not valid: ${what}`,
    hint: 'Correct the query at the named place. Places for parameters are $1 and $2 in PostgreSQL, ? in MySQL.',
  },
  sqlFailed: {
    message: (what: string) => `The database refused the statement: ${what}`,
    hint: 'Read the reason, then check the query, its parameters and the rights of the user.',
  },
  sqlQuery: {
    message: (why: string) => `The query cannot be sent. ${why}`,
    hint: 'Correct the query of the step.',
  },
  sqlNul: {
    message: () => 'A parameter holds the character NUL, which a database does not store in text.',
    hint: 'Check where the value comes from.',
  },
}

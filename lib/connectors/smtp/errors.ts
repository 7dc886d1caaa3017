/** Why a mail was not sent. Part of the connectors' table; codes are stable. */
export const smtpErrors = {
  smtpAddress: {
    message: (what: string) => `\u201c${what}\u201d is not an address that a mail can be sent to.`,
    hint: 'Check where the value comes from. One value is one address; a list of addresses is a JSON array.',
  },
  smtpNobody: {
    message: () => 'The mail has no recipient.',
    hint: 'Check the recipients of the step: a dynamic value may have been empty.',
  },
  smtpTooMany: {
    message: (limit: string) => `The mail has more than ${limit} recipients.`,
    hint: 'Send it to fewer, or by a service that is made for that.',
  },
  smtpSubject: {
    message: () => 'The subject holds a line break or another control character.',
    hint: 'Check where the value comes from: it may be an attempt to add a header.',
  },
  smtpTooLarge: {
    message: () => 'The mail is larger than 2 MB.',
    hint: 'Check where its values come from, and shorten them.',
  },
  smtpLogin: {
    message: (answer: string) => `The mail server refused the user name or the password: ${answer}`,
    hint: 'Check both in the connector. Some providers want a password made for one application.',
  },
  smtpNoTls: {
    message: (host: string) => `The mail server at ${host} does not offer STARTTLS.`,
    hint: 'Choose implicit TLS, usually on port 465, or switch TLS on at the server.',
  },
  smtpRefused: {
    message: (answer: string) => `The mail server refused the mail: ${answer}`,
    hint: 'Read the answer: it may be the sender, a recipient, the size or a limit of the server.',
  },
  smtpLater: {
    message: (answer: string) => `The mail server does not take the mail now: ${answer}`,
    hint: 'Send it again later: the server says that the reason passes. A step that runs asynchronously does so itself.',
  },
  smtpProtocol: {
    message: (host: string) => `${host} does not answer like a mail server.`,
    hint: 'Check host, port and TLS of the connector: implicit TLS is usually on port 465, STARTTLS on 587.',
  },
}

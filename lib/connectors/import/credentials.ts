const HEADER =
  /(^|[-_])(api[-_]?key|apikey|key|token|secret|auth|authorization|authentication|password|passwd|credentials?|session|signature|cookie)([-_]|$)/i
const NO_CREDENTIAL = /^(x-)?(idempotency-key|idempotency|request-signature-version)$|^sec-/i

const FIELDS = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'secret',
  'clientsecret',
  'apikey',
  'apisecret',
  'appkey',
  'token',
  'authtoken',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'sessiontoken',
  'securitytoken',
  'privatekey',
  'secretkey',
  'accesskey',
  'sharedsecret',
  'assertion',
  'clientassertion',
])
const QUERY_FIELDS = new Set([
  ...FIELDS,
  'key',
  'auth',
  'authorization',
  'appid',
  'sig',
  'signature',
  'code',
  'session',
])

// Tokens that give themselves away wherever they stand.
const TOKENS =
  /\b(?:(?:sk|rk|pk)[-_](?:live|test|proj|ant)[-_][\w-]{10,}|sk-[\w-]{20,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|xox[abeoprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,}|SG\.[\w-]{15,}\.[\w-]{15,}|eyJ[\w-]{8,500}\.eyJ[\w-]{8,2000}\.[\w-]*|bot\d{6,}:[\w-]{30,})|\/services\/T\w+\/B\w+\/\w+/

// What documentation writes where a credential goes.
const STAND_INS =
  /^(<.*>|\[.*\]|\{.*\}|%.*%|x{3,}|\*{2,}|\u2022+|\.{2,}|\u2026|.*\b(your|my)[-_ ]?.*|.*[-_ ]here|(access[-_ ]?|api[-_ ]?|secret[-_ ]?|auth[-_ ]?|bearer[-_ ]?)?(token|key|secret|password))$/i

/** Whether a header of this name holds a credential, as far as its name tells. */
export function isCredentialHeader(name: string): boolean {
  return HEADER.test(name) && !NO_CREDENTIAL.test(name)
}

/** Whether a field of a payload holds a credential, as far as its name tells. */
export function isCredentialField(name: string): boolean {
  return FIELDS.has(name.toLowerCase().replace(/[^a-z0-9]/g, ''))
}

/** The same for a query parameter, where shorter names are used for it. */
export function isCredentialParameter(name: string): boolean {
  return QUERY_FIELDS.has(name.toLowerCase().replace(/[^a-z0-9]/g, ''))
}

/** Whether a text holds something that is a token by its form. */
export function holdsToken(text: string): boolean {
  return TOKENS.test(text)
}

/** The text with tokens that are known by their form replaced; what introduces one stays. */
export function replaceTokens(text: string, replacement: string): string {
  return text.replace(
    new RegExp(TOKENS, 'g'),
    (token) => (/^(bot(?=\d)|\/services\/)/.exec(token)?.[0] ?? '') + replacement,
  )
}

/** Whether a value only stands in for a credential, as in documentation: `YOUR_TOKEN`, `<api key>`. */
export function isStandIn(value: string): boolean {
  const text = value.trim()
  return text === '' || (text.length < 100 && STAND_INS.test(text))
}

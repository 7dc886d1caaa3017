// Inputs of screens that are secret in a flow, and whatever is called like one.
const SECRET = /pass|secret|token|key|code|pin\b|credential|auth/i

/** Whether the value of a context path is likely a secret: a test takes it hidden, masks it, and nobody remembers it. */
export function isSecretPath(path: string): boolean {
  return SECRET.test(path.split(/[.[]/).slice(1).join('.'))
}

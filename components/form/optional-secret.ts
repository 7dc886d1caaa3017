/** The form's value of a secret that may be absent. Null: as it is stored, or none; false: the stored one goes with the save. */
export type OptionalSecret = string | null | false

/** What is sent: nothing to keep what is stored, null to remove it, text to replace it. */
export function toSecretChange(value: OptionalSecret): string | null | undefined {
  if (value === false) return null
  return value ?? undefined
}

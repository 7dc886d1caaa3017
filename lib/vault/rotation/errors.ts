const TEXTS = {
  busy: 'The keys are being rotated already, by another command. Wait for its end; npm run patchbay -- vault status shows how far it is.',
  endless:
    'Values are written under the former key faster than they are sealed again, or their rows are locked all the time. Nothing is lost: run the same command again, best when less is going on.',
  openTransaction:
    'A transaction of the database does not come to its end, and the former key cannot be removed before. Nothing is lost: end it (pg_stat_activity shows it), then run the same command again.',
  interrupted: 'Stopped. Nothing is lost: run the same command again, and it goes on from here.',
  noPrevious:
    'VAULT_KEY_PREVIOUS is not set, and no new key is there to change to. Set VAULT_KEY to the new key (openssl rand -hex 32) and VAULT_KEY_PREVIOUS to the one until now, for every process; start them again, then run this command with the same two.',
  noKey: 'A data key is gone that values are still sealed by. Restore the table "DataKey" from a backup.',
} as const

export type RotationErrorCode = keyof typeof TEXTS

/** Why a rotation did not come to its end; its text says what to do. Whatever was done until then stays right. */
export class RotationError extends Error {
  readonly code: RotationErrorCode

  constructor(code: RotationErrorCode) {
    super(TEXTS[code])
    this.name = 'RotationError'
    this.code = code
  }
}

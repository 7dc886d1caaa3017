/** Why a scriptlet failed, in words; codes are stable. */
export const scriptErrors = {
  syntax: (detail: string) => ({ code: 'syntax', message: `The script is not valid JavaScript: ${detail}` }),
  thrown: (detail: string) => ({ code: 'thrown', message: `The script threw ${detail}` }),
  timeout: (ms: number) => ({
    code: 'timeout',
    message: `The script ran for more than ${ms} ms. Look for a loop that does not end, or a regular expression that tries too much.`,
  }),
  memory: (megabytes: number) => ({
    code: 'memory',
    message: `The script needed more than ${megabytes} MB of memory. Let it work on less at a time.`,
  }),
  stack: () => ({
    code: 'stack',
    message: 'The script called itself too deeply, or its text or data nests too deeply. Use a loop in its place.',
  }),
  neverSettles: () => ({
    code: 'neverSettles',
    message: 'The script waits for a promise that never settles. There are no timers and no network to wait for.',
  }),
  notJson: (detail: string) => ({
    code: 'notJson',
    message: `${detail} Give plain values: text, numbers, true or false, null, arrays and objects.`,
  }),
  tooLarge: (kilobytes: number) => ({
    code: 'tooLarge',
    message: `What the script gives back is larger than ${kilobytes} KB. Return only what later steps need.`,
  }),
  overrides: (detail: string) => ({ code: 'overrides', message: detail }),
  crashed: () => ({ code: 'crashed', message: 'The sandbox ended unexpectedly. Run the flow again.' }),
  busy: () => ({
    code: 'busy',
    message: 'Too many scripts are waiting to run. Try again in a moment, or run fewer flows at once.',
  }),
  cancelled: () => ({ code: 'cancelled', message: 'The script was stopped before it had ended.' }),
} satisfies Record<string, (...facts: never[]) => { code: string; message: string }>

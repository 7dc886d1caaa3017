import { FlowError } from './flow-error'

/** There is nothing to show: what happened, and what a person can do about it. */
export interface Stopped {
  type: 'stopped'
  title: string
  text: string
  /** The execution may well go on: it is asked for again first. */
  mayRetry: boolean
  /** Another one may be begun. */
  mayBegin: boolean
}

export function toStopped(error: unknown): Stopped {
  const status = error instanceof FlowError ? error.status : null
  if (error instanceof FlowError && status === 'offline')
    return { type: 'stopped', title: 'No connection', text: error.message, mayRetry: true, mayBegin: false }
  if (status === 404) {
    return {
      type: 'stopped',
      title: 'This page has expired',
      text: 'It was left open for too long, or is not offered any more. You can begin again.',
      mayRetry: false,
      mayBegin: true,
    }
  }
  if (status === 403) {
    return {
      type: 'stopped',
      title: 'This is open in another window',
      text: 'Go on in the window where you began, or begin again here.',
      mayRetry: false,
      mayBegin: true,
    }
  }
  if (status === 409) {
    return {
      type: 'stopped',
      title: 'You are done',
      text: 'You were sent on with this sign-in before. Begin again to sign in once more.',
      mayRetry: false,
      mayBegin: true,
    }
  }
  return {
    type: 'stopped',
    title: 'Something went wrong',
    text: 'Please try again in a moment.',
    mayRetry: true,
    mayBegin: true,
  }
}

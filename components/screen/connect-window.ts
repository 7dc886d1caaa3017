/** The window in which a person connects an account at a provider. */
export interface ConnectWindow {
  /** Goes to an address; null: the window is closed again, nothing is to be connected. */
  go(url: string | null): void
  /** Whether the person, or the provider's own rules, has taken it away. */
  isClosed(): boolean
  focus(): void
  /** Whether a message comes from it. */
  sent(event: MessageEvent): boolean
}

const NAME = 'patchbay-connect'
const WIDTH = 520
const HEIGHT = 700

/**
 * Opens the window, empty. To be called in the handler of a press, before anything is waited for: browsers block a
 * window that opens by itself.
 * @returns null when it is blocked
 */
export function openConnectWindow(): ConnectWindow | null {
  const left = Math.max(0, window.screenX + (window.outerWidth - WIDTH) / 2)
  const top = Math.max(0, window.screenY + (window.outerHeight - HEIGHT) / 2)
  const features = `popup,width=${WIDTH},height=${HEIGHT},left=${Math.round(left)},top=${Math.round(top)}`
  const opened = window.open('', NAME, features)
  if (!opened) return null
  return {
    go(url) {
      if (url === null) opened.close()
      else opened.location.replace(url)
    },
    isClosed: () => opened.closed,
    focus: () => opened.focus(),
    sent: (event) => event.source === opened,
  }
}

/** On a phone a second window is lost sight of: there the same tab goes to the provider and comes back. */
export function prefersSameTab(): boolean {
  return !isFramed() && window.matchMedia('(pointer: coarse) and (max-width: 640px)').matches
}

/** No provider lets itself be shown in a frame. */
export function isFramed(): boolean {
  return window.parent !== window
}

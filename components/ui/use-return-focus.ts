import { useState } from 'react'

/**
 * Gives the focus back to where it was when a modal opened. Radix does so for its own triggers alone, and most modals
 * are opened by state: without this their end drops the focus at the top of the page.
 * To be called in a component that mounts with the modal; answers its `onCloseAutoFocus`.
 */
export function useReturnFocus(onCloseAutoFocus?: (event: Event) => void): (event: Event) => void {
  const [opener] = useState(() => (typeof document === 'undefined' ? null : toOpener(document.activeElement)))
  return (event) => {
    onCloseAutoFocus?.(event)
    // What was focused on purpose meanwhile stays so; what is focused because nothing else is holds the opener.
    if (event.defaultPrevented || !opener?.isConnected || !document.activeElement?.contains(opener)) return
    event.preventDefault()
    opener.focus()
  }
}

/** A menu is gone by then: its button stands for what was chosen in it. */
function toOpener(focused: Element | null): HTMLElement | null {
  const menu = focused?.closest('[role="menu"]')
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused
  return opener instanceof HTMLElement && opener !== document.body ? opener : null
}

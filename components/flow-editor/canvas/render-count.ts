declare global {
  interface Window {
    /** Set by a test to count what the canvas renders: `canvas`, `step:<id>`, `edge:<id>`. */
    patchbayRenders?: Record<string, number>
  }
}

/** Counts a render when a test asked for it; otherwise a comparison with undefined. */
export function countRender(what: 'canvas' | 'step' | 'edge', id?: string): void {
  if (typeof window === 'undefined' || !window.patchbayRenders) return
  const key = id === undefined ? what : `${what}:${id}`
  window.patchbayRenders[key] = (window.patchbayRenders[key] ?? 0) + 1
}

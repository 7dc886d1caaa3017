/** How long a move of the canvas takes: none for people who asked their system for less motion. */
export function glide(milliseconds: number): number {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : milliseconds
}

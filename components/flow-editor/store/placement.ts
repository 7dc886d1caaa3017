import type { FlowDocument } from '@/lib/flow/schema'
import { stepPorts } from '@/lib/steps/definitions'
import { CARD_WIDTH, cardHeight } from './view'

interface Size {
  width: number
  height: number
}

interface Box extends Size {
  x: number
  y: number
}

const COLUMN_GAP = 88
const MARGIN = 24

/** A free place for a new step right of `stepId`, level with the port it will hang on. */
export function placeRightOf(document: FlowDocument, stepId: string, height: number): [number, number] {
  const [x, y] = document.layout[stepId] ?? [0, 0]
  return placeNear(document, { x: x + CARD_WIDTH + COLUMN_GAP, y }, { width: CARD_WIDTH, height })
}

/** The place nearest to `at` (the top left corner), below or above it, where a card or a group covers no other card. */
export function placeNear(document: FlowDocument, at: { x: number; y: number }, size: Size): [number, number] {
  const boxes = listBoxes(document)
  const fits = (y: number) => {
    const box = { x: at.x, y, ...size }
    return !boxes.some((other) => overlaps(box, other))
  }
  // Beyond the lowest card everything is free, so the search ends.
  for (let distance = 0; ; distance += MARGIN) {
    if (fits(at.y + distance)) return [Math.round(at.x), Math.round(at.y + distance)]
    if (distance <= 4 * MARGIN && fits(at.y - distance)) return [Math.round(at.x), Math.round(at.y - distance)]
  }
}

function listBoxes(document: FlowDocument): Box[] {
  return Object.entries(document.steps).flatMap(([id, step]) => {
    const at = document.layout[id]
    return at ? [{ x: at[0], y: at[1], width: CARD_WIDTH, height: cardHeight(stepPorts(step).length) }] : []
  })
}

function overlaps(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + MARGIN &&
    b.x < a.x + a.width + MARGIN &&
    a.y < b.y + b.height + MARGIN &&
    b.y < a.y + a.height + MARGIN
  )
}

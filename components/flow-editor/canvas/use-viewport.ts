import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback } from 'react'
import { CARD_WIDTH } from '../store/view'
import { glide } from './glide'

/** At which a card's text can be read with ease. */
export const READABLE_ZOOM = 0.75

/** Where the canvas looks. Its functions are for event handlers: they read what is there now. */
export function useViewport() {
  const flow = useReactFlow()
  const store = useStoreApi()

  const centre = useCallback(() => {
    const box = store.getState().domNode?.getBoundingClientRect()
    if (!box) return { x: 0, y: 0 }
    return flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
  }, [flow, store])

  /** Brings a step into view, when it is not. Answers its card. */
  const show = useCallback(
    (stepId: string, smallestZoom = 0): HTMLElement | null => {
      const node = flow.getNode(stepId)
      const canvas = store.getState().domNode
      if (!node || !canvas) return null
      const card = canvas.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(stepId)}"]`)
      if (card && isInside(card.getBoundingClientRect(), canvas.getBoundingClientRect())) return card
      const zoom = Math.max(flow.getZoom(), smallestZoom)
      const middle = node.position.y + (node.measured?.height ?? 100) / 2
      void flow.setCenter(node.position.x + CARD_WIDTH / 2, middle, { zoom, duration: glide(200) })
      return card
    },
    [flow, store],
  )

  /** Brings a step into view and gives it the keyboard focus. */
  const reveal = useCallback((stepId: string) => show(stepId, READABLE_ZOOM)?.focus({ preventScroll: true }), [show])

  return { centre, show, reveal }
}

function isInside(inner: DOMRect, outer: DOMRect): boolean {
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  )
}

import { useReactFlow, useStoreApi } from '@xyflow/react'
import { useCallback } from 'react'
import { CARD_WIDTH } from '../store/view'

/** Where the canvas looks. Both functions are for event handlers: they read what is there now. */
export function useViewport() {
  const flow = useReactFlow()
  const store = useStoreApi()

  const centre = useCallback(() => {
    const box = store.getState().domNode?.getBoundingClientRect()
    if (!box) return { x: 0, y: 0 }
    return flow.screenToFlowPosition({ x: box.left + box.width / 2, y: box.top + box.height / 2 })
  }, [flow, store])

  /** Brings a step into view, when it is not, and gives it the keyboard focus. */
  const reveal = useCallback(
    (stepId: string) => {
      const node = flow.getNode(stepId)
      if (!node) return
      const canvas = store.getState().domNode
      const card = canvas?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(stepId)}"]`)
      if (!card || !isInside(card.getBoundingClientRect(), canvas?.getBoundingClientRect())) {
        const zoom = Math.max(flow.getZoom(), 0.75)
        void flow.setCenter(node.position.x + CARD_WIDTH / 2, node.position.y + 50, { zoom, duration: 200 })
      }
      card?.focus({ preventScroll: true })
    },
    [flow, store],
  )

  return { centre, reveal }
}

function isInside(inner: DOMRect, outer: DOMRect | undefined): boolean {
  if (!outer) return false
  return (
    inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
  )
}

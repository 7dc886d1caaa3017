import { useNodesInitialized, useStoreApi } from '@xyflow/react'
import { useEffect, useRef } from 'react'
import { useEditorApi, useView } from '../store/context'
import { useViewport } from './use-viewport'

/** Steps that pass faster are not followed one by one; also lets the canvas find its first view. */
const SETTLE_MS = 200
/** After a hand was on the canvas, it stays where the hand left it for this long. */
const CALM_MS = 2_000

/** Keeps the step that a run has come to in view, as long as the runner is shown and no hand is on the canvas. */
export function useFollowRun(): void {
  const editor = useEditorApi()
  const canvas = useStoreApi()
  const { show } = useViewport()
  const measured = useNodesInitialized()
  const stepId = useView(({ trace }) => trace?.activeStepId ?? trace?.failedStepId ?? null)
  const isBusy = useHands()

  useEffect(() => {
    if (stepId === null || !measured) return
    const timer = setTimeout(() => {
      const { panel, overlay } = editor.view.getState()
      if (panel !== 'runner' || overlay !== null || canvas.getState().connection.inProgress || isBusy.current()) return
      show(stepId)
    }, SETTLE_MS)
    return () => clearTimeout(timer)
  }, [stepId, measured, editor, canvas, show, isBusy])
}

/** Whether someone pans, selects, drags or zooms, or has just done so. */
function useHands() {
  const canvas = useStoreApi()
  const isBusy = useRef((): boolean => false)
  useEffect(() => {
    let down = false
    let last = Number.NEGATIVE_INFINITY
    const touch = () => {
      last = performance.now()
    }
    const press = () => {
      down = true
      touch()
    }
    const release = () => {
      if (down) touch()
      down = false
    }
    isBusy.current = () => down || performance.now() - last < CALM_MS
    const element = canvas.getState().domNode
    // Captured: React Flow keeps some of these events to itself.
    const listeners = new AbortController()
    const options = { capture: true, passive: true, signal: listeners.signal }
    element?.addEventListener('pointerdown', press, options)
    element?.addEventListener('wheel', touch, options)
    element?.addEventListener('keydown', touch, options)
    window.addEventListener('pointerup', release, options)
    window.addEventListener('pointercancel', release, options)
    return () => listeners.abort()
  }, [canvas])
  return isBusy
}

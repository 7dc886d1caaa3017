import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { toast } from 'sonner'
import { findStartId } from '@/lib/flow/schema'
import { useEditorApi } from '../store/context'
import { glide } from './glide'
import { tidyUp } from './tidy-up'
import { READABLE_ZOOM, useViewport } from './use-viewport'

const PATIENCE_MS = 400
/** The `minZoom` of the canvas. */
const SMALLEST_ZOOM = 0.1

/** Arranges the steps and shows the result; says that it is at work when that takes a while. */
export function useTidyUp(): () => Promise<void> {
  const editor = useEditorApi()
  const { fitView, getZoom } = useReactFlow()
  const { show } = useViewport()
  return useCallback(async () => {
    const { view } = editor
    if (view.getState().tidying) return
    const timer = setTimeout(() => {
      view.setState({ tidying: true })
      toast.loading('Arranging the steps\u2026', { id: 'tidy-up' })
    }, PATIENCE_MS)
    const done = await tidyUp(editor)
    clearTimeout(timer)
    view.setState({ tidying: false })
    toast.dismiss('tidy-up')
    if (!done) {
      toast.error('The steps could not be arranged. Reload the page and try again.')
      return
    }
    await fitView({ padding: 0.2, maxZoom: 1, duration: glide(200) })
    // Larger than the canvas can show: its middle would tell nothing, its beginning does.
    const startId = findStartId(editor.document.getState().document)
    if (startId !== null && getZoom() <= SMALLEST_ZOOM) show(startId, READABLE_ZOOM)
  }, [editor, fitView, getZoom, show])
}

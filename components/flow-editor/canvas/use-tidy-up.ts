import { useReactFlow } from '@xyflow/react'
import { useCallback } from 'react'
import { toast } from 'sonner'
import { useEditorApi } from '../store/context'
import { glide } from './glide'
import { tidyUp } from './tidy-up'

const PATIENCE_MS = 400

/** Arranges the steps and shows the result; says that it is at work when that takes a while. */
export function useTidyUp(): () => Promise<void> {
  const editor = useEditorApi()
  const { fitView } = useReactFlow()
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
    if (done) await fitView({ padding: 0.2, maxZoom: 1, duration: glide(200) })
    else toast.error('The steps could not be arranged. Reload the page and try again.')
  }, [editor, fitView])
}

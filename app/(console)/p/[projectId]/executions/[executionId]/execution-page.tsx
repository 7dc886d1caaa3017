'use client'

import { ExecutionView, type ExecutionViewProps } from '@/components/executions/execution-view'
import { FlowCanvasStatic } from '@/components/flow-editor/canvas/flow-canvas-static'

/** Puts the execution and the flow's canvas together: neither feature knows the other. */
export function ExecutionPage(props: Omit<ExecutionViewProps, 'canvas'>) {
  return <ExecutionView {...props} canvas={(canvas) => <FlowCanvasStatic {...canvas} />} />
}

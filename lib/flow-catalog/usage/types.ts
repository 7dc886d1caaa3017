/** One place that holds on to something that flows name: a connector, or another flow. */
export interface FlowUse {
  where: 'draft' | 'live' | 'waiting'
  flowId: string
  flowName: string
  /** The steps that name it; in the snapshot that waits for `waiting`. */
  steps: { id: string; name: string }[]
  /** For `waiting`: how many executions wait. */
  executions: number
}

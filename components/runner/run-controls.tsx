'use client'

import { Play, RotateCcw, Square, X } from 'lucide-react'
import { Button, IconButton } from '@/components/ui/button'
import { Select, SelectContent, SelectItem, SelectTrigger, SelectValue } from '@/components/ui/select'
import type { RunVersion } from './use-runner'

export interface RunControlsProps {
  version: RunVersion
  onVersionChange: (version: RunVersion) => void
  /** Published versions, newest first. */
  versions: readonly number[]
  liveVersion: number | null
  canRun: boolean
  /** An execution is under way. */
  live: boolean
  /** One was run before. */
  again: boolean
  starting: boolean
  cancelling: boolean
  onRun: () => void
  onCancel: () => void
  onClose?: (() => void) | undefined
}

/** Which version to run, and the one button that fits: Run, Cancel or Run again. */
export function RunControls(props: RunControlsProps) {
  const { version, onVersionChange, versions, liveVersion, canRun, live, again, starting, cancelling } = props
  return (
    <div className="flex items-center gap-2 border-line border-b px-3 py-2">
      <h2 className="font-semibold text-sm">Runner</h2>
      <span className="ml-auto" />
      <Select
        value={String(version)}
        onValueChange={(value) => onVersionChange(value === 'draft' || value === 'live' ? value : Number(value))}
        disabled={live || starting}
      >
        <SelectTrigger aria-label="What to run" className="h-7 w-32 text-xs">
          <SelectValue />
        </SelectTrigger>
        <SelectContent>
          <SelectItem value="draft" description="As it is drawn now">
            Draft
          </SelectItem>
          {versions.map((number) => (
            <SelectItem key={number} value={String(number)} description={number === liveVersion ? 'Live' : undefined}>
              Version {number}
            </SelectItem>
          ))}
        </SelectContent>
      </Select>
      {live ? (
        <Button size="sm" loading={cancelling} onClick={props.onCancel}>
          <Square aria-hidden /> Cancel
        </Button>
      ) : (
        <Button
          size="sm"
          variant="primary"
          loading={starting}
          disabled={!canRun}
          title={canRun ? undefined : 'Your role may read flows, not run them. Ask an admin of the project.'}
          onClick={props.onRun}
        >
          {again ? <RotateCcw aria-hidden /> : <Play aria-hidden />}
          {again ? 'Run again' : 'Run'}
        </Button>
      )}
      {props.onClose ? (
        <IconButton label="Close the runner" size="icon-sm" onClick={props.onClose}>
          <X aria-hidden />
        </IconButton>
      ) : null}
    </div>
  )
}

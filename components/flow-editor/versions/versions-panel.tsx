'use client'

import { useView } from '../store/context'
import { VersionDetail } from './version-detail'
import { VersionList } from './version-list'

/** The third tab beside the canvas: the flow's history, or the version that was chosen in it. */
export function VersionsPanel() {
  const number = useView((state) => state.version?.number ?? null)
  return number === null ? <VersionList /> : <VersionDetail key={number} />
}

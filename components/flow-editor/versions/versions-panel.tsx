'use client'

import { useState } from 'react'
import { useView } from '../store/context'
import { VersionDetail } from './version-detail'
import { VersionList } from './version-list'

/** The third tab beside the canvas: the flow's history, or the version that was chosen in it. */
export function VersionsPanel() {
  const number = useView((state) => state.version?.number ?? null)
  const [last, setLast] = useState(number)
  if (number !== null && number !== last) setLast(number)
  return number === null ? <VersionList cameFrom={last} /> : <VersionDetail key={number} />
}

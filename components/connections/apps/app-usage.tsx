import Link from 'next/link'
import { Fragment } from 'react'
import { UsedIn } from '@/components/usage/used-in'

export interface AppUsageProps {
  projectId: string
  app: { id: string; name: string }
  /** How many flows let people connect it. */
  flows: number
  /** That send what people have connected. */
  connectors: readonly { id: string; name: string }[]
}

/** Where a connection is used: while it is, it cannot be deleted. */
export function AppUsage({ projectId, app, flows, connectors }: AppUsageProps) {
  return (
    <span className="text-sm text-subtle">
      used in <UsedIn thing={{ projectId, kind: 'connections', id: app.id, name: app.name }} flows={flows} />
      {connectors.length === 0 ? null : (
        <>
          {' '}
          and by the {connectors.length === 1 ? 'connector' : 'connectors'}{' '}
          {connectors.map(({ id, name }, at) => (
            <Fragment key={id}>
              {at === 0 ? '' : ', '}
              <Link href={`/p/${projectId}/connectors/${id}`} className="rounded-sm text-fg hover:underline">
                {name}
              </Link>
            </Fragment>
          ))}
        </>
      )}
    </span>
  )
}

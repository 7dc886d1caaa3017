import { Braces, Database, type LucideIcon, Mail } from 'lucide-react'
import Link from 'next/link'
import { cn } from '@/components/ui/cn'
import { type ConnectorType, connectorTypes } from '@/lib/connectors/schemas'

const icons: Readonly<Record<ConnectorType, LucideIcon>> = { http: Braces, sql: Database, smtp: Mail }

/** The types of connectors, each with what it is for; the chosen one's form is below. */
export function TypePicker({ projectId, chosen }: { projectId: string; chosen: ConnectorType }) {
  return (
    <nav aria-label="Type of the connector" className="mb-6 grid gap-3 sm:grid-cols-3">
      {typeNames.map((type) => {
        const Icon = icons[type]
        const { label, description } = connectorTypes[type]
        return (
          <Link
            key={type}
            href={`/p/${projectId}/connectors/new?type=${type}`}
            aria-current={type === chosen ? 'true' : undefined}
            replace
            scroll={false}
            className={cn(
              'flex items-start gap-3 rounded-xl border bg-surface p-3 shadow-xs',
              type === chosen ? 'border-accent ring-2 ring-accent/25' : 'border-line-strong hover:border-control',
            )}
          >
            <span className="grid size-8 shrink-0 place-items-center rounded-lg bg-hue-blue-soft text-hue-blue">
              <Icon aria-hidden className="size-4" />
            </span>
            <span className="min-w-0">
              <span className="block font-medium text-sm">{label}</span>
              <span className="block text-pretty text-muted text-xs">{description}</span>
            </span>
          </Link>
        )
      })}
    </nav>
  )
}

const typeNames: readonly ConnectorType[] = ['http', 'sql', 'smtp']

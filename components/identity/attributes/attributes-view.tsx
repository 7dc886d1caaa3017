'use client'

import { Plus, Tags } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { asApiError, fetchJson, projectPath } from '@/components/api/fetch-json'
import { ConfirmDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { Table, TableBody, TableCell, TableHead, TableHeader, TableRow } from '@/components/ui/table'
import { type Attribute, type AttributeSubject, attributeTypeLabels } from '@/lib/identity/attributes/schema'
import { AttributeDialog } from './attribute-dialog'
import { labelOf } from './attribute-fields'

export interface AttributesViewProps {
  projectId: string
  subject: AttributeSubject
  attributes: readonly Attribute[]
  canWrite: boolean
}

const STRIP_TIMEOUT_SECONDS = 120

/** What is kept of users, or of tenants, besides what every project keeps. */
export function AttributesView({ projectId, subject, attributes, canWrite }: AttributesViewProps) {
  const router = useRouter()
  /** New, or the one that is edited. */
  const [editing, setEditing] = useState<Attribute | 'new' | null>(null)
  const [deleting, setDeleting] = useState<Attribute | null>(null)

  async function remove({ name }: Attribute): Promise<boolean> {
    try {
      await fetchJson(projectPath(projectId, 'attributes'), {
        method: 'DELETE',
        body: { subject, name },
        timeoutSeconds: STRIP_TIMEOUT_SECONDS,
      })
      toast.success(`The attribute ${name} was deleted.`)
      router.refresh()
      return true
    } catch (error) {
      toast.error(asApiError(error).message)
      return false
    }
  }

  const create = canWrite ? (
    <Button variant="primary" onClick={() => setEditing('new')}>
      <Plus aria-hidden /> New attribute
    </Button>
  ) : null
  return (
    <>
      {attributes.length === 0 ? (
        <EmptyState
          icon={Tags}
          title="No custom attribute yet"
          description={
            canWrite
              ? `Name what else you keep of each ${subject}, with its type: a plan, a number of seats, a birthday. Flows read it as ${subject}.customAttributes.<name>.`
              : 'An editor or admin of the project can add some.'
          }
        >
          {create}
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex justify-end">{create}</div>
          <Table label="Custom attributes">
            <TableHeader>
              <TableRow>
                <TableHead>Attribute</TableHead>
                <TableHead>Type</TableHead>
                <TableHead className="hidden sm:table-cell">Options</TableHead>
                <TableHead className="w-40">
                  <span className="sr-only">Actions</span>
                </TableHead>
              </TableRow>
            </TableHeader>
            <TableBody>
              {attributes.map((attribute) => (
                <TableRow key={attribute.name}>
                  <TableCell>
                    <span className="block font-medium">{labelOf(attribute)}</span>
                    <code className="font-mono text-subtle text-xs">{attribute.name}</code>
                  </TableCell>
                  <TableCell className="whitespace-nowrap">{attributeTypeLabels[attribute.type].label}</TableCell>
                  <TableCell className="hidden max-w-72 sm:table-cell">
                    <span className="block truncate text-muted">{attribute.options.join(', ') || '–'}</span>
                  </TableCell>
                  <TableCell className="whitespace-nowrap text-right">
                    {canWrite ? (
                      <>
                        <Button size="sm" variant="ghost" onClick={() => setEditing(attribute)}>
                          Edit<span className="sr-only"> {attribute.name}</span>
                        </Button>
                        <Button size="sm" variant="danger-ghost" onClick={() => setDeleting(attribute)}>
                          Delete<span className="sr-only"> {attribute.name}</span>
                        </Button>
                      </>
                    ) : null}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </>
      )}
      {editing ? (
        <AttributeDialog
          projectId={projectId}
          subject={subject}
          attribute={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      {deleting ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setDeleting(null))}
          title={`Delete the attribute ${deleting.name}?`}
          description={`Its value is removed from every ${subject} that has one. Flows that read it find nothing. This cannot be undone.`}
          confirmLabel="Delete attribute"
          typedConfirmation={deleting.name}
          onConfirm={() => remove(deleting)}
        />
      ) : null}
    </>
  )
}

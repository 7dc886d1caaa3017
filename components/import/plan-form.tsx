'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { type ReactNode, useEffect, useMemo } from 'react'
import { useForm, useWatch } from 'react-hook-form'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SecretField } from '@/components/form/secret-field'
import { SelectField } from '@/components/form/select-field'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
import { DialogBody, DialogFooter } from '@/components/ui/dialog'
import { createConnector } from '@/lib/connectors/actions'
import { compareConnector, type ImportTarget } from '@/lib/connectors/import/compare-connector'
import { toSignIn } from '@/lib/connectors/import/sign-in'
import type { ImportedConnector } from '@/lib/connectors/import/types'
import { ConnectorComparison } from './connector-comparison'
import {
  NEW_CONNECTOR,
  type PlanValues,
  planValuesSchema,
  toConnectorInput,
  toPlanField,
  toPlanValues,
} from './plan-values'

/** The connector that the steps call. */
export interface PlannedConnector {
  id: string
  name: string
  baseUrl: string
  isNew: boolean
}

export interface PlanFormProps {
  projectId: string
  imported: ImportedConnector
  /** Those that reach the same address. One is chosen at first only when it makes the same call. */
  fitting: readonly ImportTarget[]
  /** What the button does, with a new connector and with an existing one. */
  submitLabel: { fresh: string; existing: string }
  /** Why it cannot be done yet, or null. */
  refuse?: (isNew: boolean) => string | null
  onBack: () => void
  onDone: (connector: PlannedConnector) => Promise<void>
  /** What stands over the settings. */
  above?: ReactNode
  /** What stands under them, by the base URL that the steps will be called below and whether the connector is made. */
  children: (baseUrl: string, isNew: boolean) => ReactNode
}

/** Shows the connector that an import makes, takes what is missing, and makes it. */
export function PlanForm({
  projectId,
  imported,
  fitting,
  submitLabel,
  refuse,
  onBack,
  onDone,
  above,
  children,
}: PlanFormProps) {
  const schema = useMemo(() => planValuesSchema(imported), [imported])
  const firstId = fitting.find((target) => compareConnector(imported, target).agrees)?.id
  const form = useForm<PlanValues>({
    resolver: zodResolver(schema),
    defaultValues: toPlanValues(imported, firstId ?? NEW_CONNECTOR),
  })
  const { isDirty } = form.formState
  // The list of connectors may come after the form was opened.
  useEffect(() => {
    if (firstId !== undefined && !isDirty) form.resetField('connector', { defaultValue: firstId })
  }, [firstId, isDirty, form])
  const [chosen, baseUrl] = useWatch({ control: form.control, name: ['connector', 'baseUrl'] })
  const existing = fitting.find(({ id }) => id === chosen)

  async function submit(values: PlanValues) {
    const refused = refuse?.(!existing) ?? null
    if (refused !== null) return form.setError('root', { message: refused })
    if (existing) return onDone({ id: existing.id, name: existing.name, baseUrl: existing.baseUrl, isNew: false })
    const result = await createConnector({ projectId, connector: toConnectorInput(imported, values) })
    if (!result.ok) {
      const fields = Object.entries(result.fields ?? {}).map(([path, message]) => [toPlanField(path), message])
      return applyActionError(form, { message: result.message, fields: Object.fromEntries(fields) })
    }
    await onDone({ id: result.data.id, name: result.data.name, baseUrl: values.baseUrl, isNew: true })
  }

  const options = [
    { value: NEW_CONNECTOR, label: 'A new connector' },
    ...fitting.map(({ id, name, baseUrl }) => ({ value: id, label: name, description: baseUrl })),
  ]
  return (
    <Form form={form} onSubmit={submit} className="flex min-h-0 flex-1 flex-col gap-0">
      <DialogBody className="grid content-start gap-5">
        <ErrorSummary />
        {above}
        <section aria-label="Connector" className="grid gap-4">
          {fitting.length > 0 ? (
            <SelectField<PlanValues>
              name="connector"
              label="Connector"
              options={options}
              description={
                existing ? 'Its own authentication, headers and settings are used, and stay as they are.' : undefined
              }
            />
          ) : null}
          {existing ? (
            <ConnectorComparison {...compareConnector(imported, existing)} />
          ) : (
            <NewConnector imported={imported} />
          )}
        </section>
        {children(existing?.baseUrl ?? baseUrl, existing === undefined)}
      </DialogBody>
      <DialogFooter>
        <Button className="mr-auto" onClick={onBack}>
          Back
        </Button>
        <SubmitButton>{existing ? submitLabel.existing : submitLabel.fresh}</SubmitButton>
      </DialogFooter>
    </Form>
  )
}

function NewConnector({ imported }: { imported: ImportedConnector }) {
  const { headers } = imported
  const signIn = toSignIn(imported.authentication)
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField<PlanValues> name="name" label="Name" required autoComplete="off" maxLength={100} />
        <TextField<PlanValues>
          name="baseUrl"
          label="Base URL"
          required
          autoComplete="off"
          spellCheck={false}
          inputClassName="font-mono text-xs"
        />
      </div>
      {signIn === null ? (
        <p className="text-muted text-sm">No authentication. It can be set up in the connector.</p>
      ) : (
        <div className="grid items-start gap-4 sm:grid-cols-2">
          {signIn.username ? (
            <TextField<PlanValues>
              name="username"
              label={signIn.username.label}
              required
              autoComplete="off"
              spellCheck={false}
            />
          ) : null}
          <SecretField<PlanValues>
            name="secret"
            label={signIn.secret.label}
            stored={false}
            description={`Authentication: ${signIn.label}. Sealed when the connector is made, and never shown again.`}
          />
          {signIn.facts ? <p className="break-all text-muted text-xs sm:col-span-2">{signIn.facts}</p> : null}
        </div>
      )}
      {headers.length > 0 ? (
        <div>
          <h3 className="mb-1 font-medium text-sm">Headers</h3>
          <ul aria-label="Headers" className="grid gap-0.5 font-mono text-xs">
            {headers.map(({ key, value }) => (
              <li key={key} className="break-all">
                <span className="text-muted">{key}:</span> {value}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </>
  )
}

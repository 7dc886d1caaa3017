'use client'

import { zodResolver } from '@hookform/resolvers/zod'
import { useRouter } from 'next/navigation'
import { useForm, useWatch } from 'react-hook-form'
import { toast } from 'sonner'
import { applyActionError, ErrorSummary } from '@/components/form/error-summary'
import { Form } from '@/components/form/form'
import { SelectField } from '@/components/form/select-field'
import { SubmitButton } from '@/components/form/submit-button'
import { TextField } from '@/components/form/text-field'
import { Button } from '@/components/ui/button'
import { Card, CardContent, CardDescription, CardFooter, CardHeader, CardTitle } from '@/components/ui/card'
import { updateTheme } from '@/lib/theme/actions'
import { updateThemeSchema } from '@/lib/theme/schema'
import { DEFAULT_THEME, schemesOf, type Theme } from '@/lib/theme/theme'
import { ContrastReport } from './contrast-report'
import { LogoField } from './logo-field'
import { PaletteFields } from './palette-fields'
import { ThemePreview } from './theme-preview'

const formSchema = updateThemeSchema.omit({ projectId: true })

/** How the screens of the project's flows look, wherever they are shown. */
export function ThemeCard({ projectId, theme }: { projectId: string; theme: Theme }) {
  const router = useRouter()
  const form = useForm({ resolver: zodResolver(formSchema), defaultValues: { theme }, mode: 'onChange' })
  const edited = useWatch({ control: form.control, name: 'theme' })
  const schemes = schemesOf(edited)

  async function submit(values: { theme: Theme }) {
    const result = await updateTheme({ projectId, ...values })
    if (!result.ok) return applyActionError(form, result)
    form.reset(values)
    toast.success('Theme saved.')
    router.refresh()
  }

  return (
    <Card className="mt-6">
      <Form form={form} onSubmit={submit} className="gap-0">
        <CardHeader>
          <CardTitle>Theme of screens</CardTitle>
          <CardDescription>
            How the screens of this project’s flows look: on hosted pages, in the runner and in the editor’s preview.
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-5">
          <ErrorSummary />
          <div className="grid gap-5 sm:grid-cols-2">
            <SelectField
              name="theme.appearance"
              label="Light or dark"
              options={[
                { value: 'system', label: 'As the person’s system' },
                { value: 'light', label: 'Always light' },
                { value: 'dark', label: 'Always dark' },
              ]}
            />
            <TextField name="theme.radius" type="number" min={0} max={24} label="Round corners, in pixels" />
          </div>
          <LogoField />
          <div className="grid gap-5 sm:grid-cols-2">
            {schemes.map((scheme) => (
              <PaletteFields key={scheme} scheme={scheme} />
            ))}
          </div>
          <ContrastReport theme={edited} />
        </CardContent>
        <CardFooter className="gap-2">
          <SubmitButton whenDirty>Save theme</SubmitButton>
          <Button
            variant="ghost"
            onClick={() => form.setValue('theme', DEFAULT_THEME, { shouldDirty: true, shouldValidate: true })}
          >
            Back to the default theme
          </Button>
        </CardFooter>
      </Form>
      {/* Behind the form, since a screen is one itself. */}
      <ThemePreview theme={edited} />
    </Card>
  )
}

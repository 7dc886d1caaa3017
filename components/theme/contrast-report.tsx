'use client'

import { Check, TriangleAlert } from 'lucide-react'
import { useFormContext } from 'react-hook-form'
import { Button } from '@/components/ui/button'
import { findContrastProblems } from '@/lib/theme/contrast'
import { schemesOf, type Theme } from '@/lib/theme/theme'

/** Which colours people could not read, by how much, and what would do. */
export function ContrastReport({ theme }: { theme: Theme }) {
  const form = useFormContext()
  const problems = schemesOf(theme).flatMap((scheme) =>
    findContrastProblems(theme[scheme], scheme).map((problem) => ({ ...problem, scheme })),
  )
  return (
    <section aria-label="Contrast" aria-live="polite" className="rounded-lg border border-line p-3 text-sm">
      {problems.length === 0 ? (
        <p className="flex items-center gap-2 text-muted">
          <Check aria-hidden className="size-4 shrink-0 text-success" />
          All colours can be read: every pair has the contrast that WCAG AA asks for.
        </p>
      ) : (
        <>
          <p className="mb-2 flex items-center gap-2 font-medium">
            <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
            Some people could not read this
          </p>
          <ul className="grid gap-1.5">
            {problems.map(({ scheme, pair, ratio, needs, short, change, suggestion }) => (
              <li key={`${scheme} ${pair}`} className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="min-w-0 flex-1">
                  {pair}, {scheme}: {ratio.toFixed(2)}:1, needs {needs}:1
                  <span className="text-subtle"> · {short.toFixed(2)} short</span>
                </span>
                {suggestion ? (
                  <Button
                    size="sm"
                    variant="secondary"
                    onClick={() =>
                      form.setValue(`theme.${scheme}.${change}`, suggestion, {
                        shouldDirty: true,
                        shouldValidate: true,
                      })
                    }
                  >
                    <span
                      aria-hidden
                      className="size-3 rounded-full border border-line"
                      ref={(element) => element?.style.setProperty('background', suggestion)}
                    />
                    Use {suggestion}
                  </Button>
                ) : (
                  <span className="text-subtle">Change the colour behind it.</span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

'use client'

import { unstable_rethrow } from 'next/navigation'
import type { ComponentProps } from 'react'
import { type FieldValues, FormProvider, type SubmitHandler, type UseFormReturn } from 'react-hook-form'
import { cn } from '@/components/ui/cn'

const UNREACHABLE = 'The server cannot be reached. What you typed is still here: try again.'

export interface FormProps<T extends FieldValues, C, O> extends Omit<ComponentProps<'form'>, 'onSubmit'> {
  form: UseFormReturn<T, C, O>
  onSubmit: SubmitHandler<O>
}

/**
 * A form whose fields find it by context. What is wrong is shown by the fields, not by the browser's bubbles; a server that
 * cannot be reached, by the form's `ErrorSummary`.
 */
export function Form<T extends FieldValues, C, O>({
  form,
  onSubmit,
  className,
  children,
  ...props
}: FormProps<T, C, O>) {
  return (
    <FormProvider {...form}>
      <form
        noValidate
        // A submit must not also submit a form around it: dialogs are portals, and React's events follow the tree.
        onSubmit={(event) => {
          event.stopPropagation()
          form
            .handleSubmit(onSubmit)(event)
            .catch((error: unknown) => {
              // An action that leads to another page is no failure.
              unstable_rethrow(error)
              form.setError('root', { type: 'server', message: UNREACHABLE })
            })
        }}
        className={cn('grid content-start gap-4', className)}
        {...props}
      >
        {children}
      </form>
    </FormProvider>
  )
}

'use client'

import type { ComponentProps } from 'react'
import { type FieldValues, FormProvider, type SubmitHandler, type UseFormReturn } from 'react-hook-form'
import { cn } from '@/components/ui/cn'

export interface FormProps<T extends FieldValues, C, O> extends Omit<ComponentProps<'form'>, 'onSubmit'> {
  form: UseFormReturn<T, C, O>
  onSubmit: SubmitHandler<O>
}

/** A form whose fields find it by context. What is wrong is shown by the fields, not by the browser's bubbles. */
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
          void form.handleSubmit(onSubmit)(event)
        }}
        className={cn('grid content-start gap-4', className)}
        {...props}
      >
        {children}
      </form>
    </FormProvider>
  )
}

'use client'

import { useFormContext } from 'react-hook-form'
import { Button, type ButtonProps } from '@/components/ui/button'

export interface SubmitButtonProps extends ButtonProps {
  /** Disabled until something has changed. */
  whenDirty?: boolean
}

export function SubmitButton({ whenDirty, variant = 'primary', disabled, ...props }: SubmitButtonProps) {
  const { formState } = useFormContext()
  return (
    <Button
      type="submit"
      variant={variant}
      loading={formState.isSubmitting}
      disabled={disabled || (whenDirty && !formState.isDirty)}
      {...props}
    />
  )
}

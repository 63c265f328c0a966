'use client'

import type { ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { Button } from './button'

type Props = Omit<ComponentProps<typeof Button>, 'type' | 'isBusy'> & {
  /** From `useActionState`. Without it the form around the button is asked */
  isPending?: boolean
}

export function SubmitButton({ isPending, variant = 'primary', ...rest }: Props) {
  const { pending } = useFormStatus()
  return <Button {...rest} variant={variant} type="submit" isBusy={isPending ?? pending} />
}

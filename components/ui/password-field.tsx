'use client'

import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { IconButton } from './button'
import { TextField } from './text-field'

type Props = Omit<ComponentProps<typeof TextField>, 'type' | 'button' | 'saved' | 'autoComplete'> & {
  /** Tells the password manager which one is meant */
  autoComplete: 'current-password' | 'new-password'
}

/** Can be looked at, pasted into, and filled by a password manager. */
export function PasswordField(props: Props) {
  const [isShown, setShown] = useState(false)
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoCapitalize="none"
      spellCheck={false}
      button={
        <IconButton
          variant="quiet"
          size={props.size === 'lg' ? 'md' : 'sm'}
          label={isShown ? 'Hide what is typed' : 'Show what is typed'}
          icon={isShown ? <EyeOff /> : <Eye />}
          onClick={() => setShown(!isShown)}
        />
      }
    />
  )
}

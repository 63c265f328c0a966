'use server'

import { redirect } from 'next/navigation'
import { signOutHere } from '@/server/auth/auth-config'

/** Open to everybody: whoever holds a session may end it. */
export async function signOutAction(): Promise<void> {
  await signOutHere()
  redirect('/sign-in?signed-out=1')
}

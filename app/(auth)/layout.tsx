import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { parseTheme, themeCookie } from '@/components/layout/preferences'
import { Door } from '@/components/sign-in/door'

export default async function AuthLayout({ children }: { children: ReactNode }) {
  return <Door theme={parseTheme((await cookies()).get(themeCookie)?.value)}>{children}</Door>
}

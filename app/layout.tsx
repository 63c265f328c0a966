import '@fontsource-variable/inter/wght.css'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import { parseTheme, themeCookie } from '@/components/layout/preferences'
import { Toaster } from '@/components/layout/toaster'
import { TooltipLayer } from '@/components/ui/tooltip'

export const metadata: Metadata = {
  title: { default: 'Roster', template: '%s · Roster' },
  description: 'The users of your system',
  robots: { index: false, follow: false },
}

/** The one file that every page needs; those of other scripts come when their letters do. */
const latinFont = new URL('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2', import.meta.url).pathname

async function readTheme() {
  return parseTheme((await cookies()).get(themeCookie)?.value)
}

export async function generateViewport(): Promise<Viewport> {
  const theme = await readTheme()
  const colors = { light: '#ffffff', dark: '#121317' }
  if (theme !== 'system') return { themeColor: colors[theme] }
  return {
    themeColor: [
      { media: '(prefers-color-scheme: light)', color: colors.light },
      { media: '(prefers-color-scheme: dark)', color: colors.dark },
    ],
  }
}

/** The theme is in a cookie, so the first byte already has it: no flash, and no inline script to let through. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = await readTheme()
  preload(latinFont, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme}>
      <body>
        {children}
        <Toaster />
        <TooltipLayer />
      </body>
    </html>
  )
}

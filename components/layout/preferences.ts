/*
  What the person chose about the console itself. It is kept in cookies, so that the server draws the first page with it.
  Any layout may read them: `parseSidebar((await cookies()).get(sidebarCookie)?.value)`.
*/

export const themeCookie = 'theme'
export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** `auto`: a rail on middling screens, open on wide ones */
export const sidebarCookie = 'sidebar'
export const sidebars = ['auto', 'open', 'closed'] as const
export type Sidebar = (typeof sidebars)[number]

/** Single letters as shortcuts can be switched off, for those who speak their input (WCAG 2.1.4) */
export const shortcutsCookie = 'shortcuts'

export function parseTheme(value: string | undefined): Theme {
  return themes.find((theme) => theme === value) ?? 'system'
}

export function parseSidebar(value: string | undefined): Sidebar {
  return sidebars.find((sidebar) => sidebar === value) ?? 'auto'
}

/** Keeps a choice for a year. In the browser only. */
export function keepPreference(cookie: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is missing outside HTTPS and localhost
  document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax`
}

export function readPreference(cookie: string): string | undefined {
  return document.cookie
    .split('; ')
    .find((part) => part.startsWith(`${cookie}=`))
    ?.slice(cookie.length + 1)
}

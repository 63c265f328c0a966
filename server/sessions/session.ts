/** A session as its owner and administrators see it: nothing in it can be used to sign in. */
export type Session = {
  id: string
  userId: string
  createdAt: Date
  lastUsedAt: Date
  /** When it ends even if it is used all the time; it ends earlier when it lies idle. */
  expiresAt: Date
  ip: string | null
  /** Such as "Chrome on macOS". */
  device: string
  /** Whether it is the session of whoever asks. */
  isCurrent: boolean
}

const browsers: [RegExp, string][] = [
  // The more special ones first: nearly all of them also call themselves Chrome and Safari
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|OPT|Opera)\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ .*Safari\//, 'Safari'],
]

const systems: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b|\bMacintosh\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

/**
 * What a person would call the device, such as "Firefox on Windows": a hint for finding one's own sessions, which the
 * sender chose and could forge. Names the program where it is no browser that we know, such as "curl".
 */
export function deviceName(userAgent: string | null): string {
  const text = (userAgent ?? '').slice(0, 500)
  const browser = browsers.find(([pattern]) => pattern.test(text))?.[1] ?? programName(text)
  const system = systems.find(([pattern]) => pattern.test(text))?.[1]
  if (!browser) return system ?? 'Unknown device'
  return system ? `${browser} on ${system}` : browser
}

function programName(text: string): string | undefined {
  const name = /^([A-Za-z][\w.-]{0,39})(\/|\s|$)/.exec(text)?.[1]
  return name === 'Mozilla' ? undefined : name
}

/** On every answer, whatever its kind. HSTS only where the browser is known to come over TLS. */
export function securityHeaders(isHttps: boolean): Readonly<Record<string, string>> {
  return {
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    // With `no-referrer` browsers would send `Origin: null` with our own forms
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Origin-Agent-Cluster': '?1',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
    'Cache-Control': 'no-store',
    ...(isHttps ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
  }
}

/** For answers that are no page: nothing in them may run, load or be framed. */
export const dataPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** For pages. `script-src` comes first: Next takes the nonce from the first directive of that name. */
export function pagePolicy(nonce: string, isDevelopment: boolean): string {
  // Next's development server makes source maps by eval, styles in the browser, and reloads by a web socket
  const script = isDevelopment ? " 'unsafe-eval'" : ''
  const style = isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`
  const connect = isDevelopment ? ' ws: wss:' : ''
  return [
    `script-src 'nonce-${nonce}' 'strict-dynamic'${script}`,
    `style-src 'self' ${style}`,
    // Widths of bars and places of popovers stand in style attributes of the first paint
    "style-src-attr 'unsafe-inline'",
    "default-src 'none'",
    `connect-src 'self'${connect}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

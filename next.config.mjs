/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // The front door compresses, so that streams and pages follow one rule
  compress: false,
  // Image optimisation has had several critical advisories, and nothing here needs it
  images: { unoptimized: true },
  serverExternalPackages: ['pg', 'pino', '@node-rs/argon2', '@opentelemetry/api'],
  typedRoutes: false,
}

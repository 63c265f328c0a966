import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  resolve: { alias: { '@': root.replace(/\/$/, ''), 'server-only': `${root}scripts/server-only.mjs` } },
  test: {
    include: ['{app,cli,components,drizzle,http,server}/**/*.test.{ts,tsx}'],
    exclude: ['**/*.faults.test.ts', '**/node_modules/**'],
    globalSetup: 'drizzle/test-database-server.ts',
    setupFiles: 'drizzle/test-database.ts',
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 15_000,
    hookTimeout: 30_000,
  },
})

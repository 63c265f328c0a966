import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/**
 * `npm run test:faults`: tests that kill things and wait for them to come back. Those that need only a database have
 * one of their own, as the unit tests do.
 */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{cli,drizzle,http,server}/**/*.faults.test.ts'],
    globalSetup: 'drizzle/test-database-server.ts',
    setupFiles: 'drizzle/test-database.ts',
    pool: 'forks',
    // They measure times and fill the machine: one at a time
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})

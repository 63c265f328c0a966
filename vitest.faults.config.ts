import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** `npm run test:faults`: tests that kill things and wait for them to come back. Each starts what it needs itself. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    include: ['{cli,drizzle,http,server}/**/*.faults.test.ts'],
    pool: 'forks',
    // They measure times and fill the machine: one at a time
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})

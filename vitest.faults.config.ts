import { defineConfig } from 'vitest/config'
import unit from './vitest.config'

/** `npm run test:faults`: tests that kill things and wait for them to come back. Each starts what it needs itself. */
export default defineConfig({
  resolve: unit.resolve,
  test: {
    include: ['{cli,drizzle,http,server}/**/*.faults.test.ts'],
    pool: 'forks',
    // They measure times and fill the machine: one at a time
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})

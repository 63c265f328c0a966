import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig, devices } from '@playwright/test'
import { findBrowser } from '../scripts/browser.mjs'

/** A console that runs elsewhere is tested as it is; otherwise the production build is started on an empty database. */
const elsewhere = process.env.BASE_URL

// This file is read once more in each worker, which finds here what the first reading has chosen
if (!elsewhere && process.env.TEST_WORKER_INDEX === undefined) {
  process.env.ROSTER_E2E_PORT ??= String(await freePort())
  process.env.ROSTER_DATA_DIR = mkdtempSync(join(tmpdir(), 'roster-test-e2e-'))
  // Not the developer's own; the server and the fixtures use the database of the directory
  process.env.DATABASE_URL = ''
  process.env.DATABASE_OWNER_URL = ''
  process.env.ROSTER_ADMIN_EMAIL = 'admin@roster.test'
  process.env.ROSTER_ADMIN_PASSWORD = 'correct-horse-battery-staple'
}

const baseURL = (elsewhere ?? `http://127.0.0.1:${process.env.ROSTER_E2E_PORT}`).replace(/\/$/, '')
process.env.ROSTER_E2E_URL = baseURL

export default defineConfig({
  testDir: '.',
  globalSetup: './set-up.ts',
  outputDir: '../test-results/e2e',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 7_500 },
  reporter: [['list'], ['html', { open: 'never', outputFolder: '../playwright-report' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.ROSTER_BROWSER || findBrowser() || undefined,
      // Tests run as root in containers, and no browser needs the network beyond our own server
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: elsewhere
    ? undefined
    : {
        command: 'exec node scripts/start.mjs',
        cwd: join(import.meta.dirname, '..'),
        url: `${baseURL}/readyz`,
        env: {
          PORT: process.env.ROSTER_E2E_PORT ?? '',
          HOST: '127.0.0.1',
          APP_URL: '',
          LOG_LEVEL: 'warn',
          ROSTER_TEST_CLOCK: 'on',
        },
        stdout: 'pipe',
        // A build may come first
        timeout: 300_000,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
      },
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

// `npm test`: everything, from lint to the browser, on what it installs itself. `npm run test:faults`: the slow tests
// that kill things. The last line counts what has passed and what has not; what could not run has failed.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installedBrowser } from './browser.mjs'
import { build } from './build.mjs'
import { run } from './child.mjs'
import { install } from './install.mjs'
import { programPath, runScript } from './project.mjs'

const results = 'test-results'
const steps = []

await runScript(async () => {
  await install()
  mkdirSync(results, { recursive: true })
  if (process.argv[2] === 'faults') await faults()
  else await everything()
  process.exitCode = summary() ? 0 : 1
})

async function everything() {
  // First, as it decides early whether the longest part can run at all
  const browser = await installedBrowser().catch((error) => error)
  await check('lint', 'Biome', [programPath('@biomejs/biome', 'bin/biome'), 'check', '--error-on-warnings', '.'])
  await check(
    'types',
    'TypeScript',
    [programPath('next', 'dist/bin/next'), 'typegen'],
    [programPath('typescript', 'bin/tsc'), '--noEmit'],
  )
  await unitTests('unit and service tests', 'vitest.config.ts')
  const isBuilt = await step('production build', async () => {
    await build()
    return one(true)
  })
  await step('browser tests', async () => {
    if (browser instanceof Error) throw browser
    if (!isBuilt) throw new Error('not run, as there is no build')
    return browserTests(browser)
  })
}

/** They start the console as people do: it is built once before, so that none of them waits for that. */
async function faults() {
  await step('production build', async () => {
    await build()
    return one(true)
  })
  await unitTests('faults', 'vitest.faults.config.ts')
}

function check(name, tool, ...commands) {
  return step(name, async () => {
    for (const command of commands) {
      const { ok } = await node(command)
      if (!ok) throw new Error(`${tool} found something: see above`)
    }
    return one(true)
  })
}

function unitTests(name, config) {
  return step(name, async () => {
    const report = join(results, 'vitest.json')
    rmSync(report, { force: true })
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { ok } = await node([programPath('vitest', 'vitest.mjs'), 'run', '--config', config, ...reporters])
    if (!existsSync(report)) throw new Error('Vitest did not run: see above')
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    // A file that cannot be read has no tests to fail
    const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length
    return counted(ok, numPassedTests, numFailedTests + broken, numPendingTests)
  })
}

async function browserTests(browser) {
  const report = join(results, 'playwright.json')
  rmSync(report, { force: true })
  const command = [programPath('@playwright/test', 'cli.js'), 'test', '--config', 'e2e/playwright.config.ts']
  const env = { ROSTER_BROWSER: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: join(process.cwd(), report) }
  const { ok } = await node([...command, '--reporter=list,json,html'], { ...env, PLAYWRIGHT_HTML_OPEN: 'never' })
  if (!existsSync(report)) throw new Error('Playwright did not run: see above')
  const { stats } = JSON.parse(readFileSync(report, 'utf8'))
  return counted(ok, stats.expected, stats.unexpected + stats.flaky, stats.skipped)
}

function node(command, env) {
  return run(process.execPath, command, { env, show: true })
}

/** Runs one part and notes how it went; the later ones run all the same. */
async function step(name, work) {
  console.log(`\n── ${name}`)
  const since = Date.now()
  let result
  try {
    result = await work()
  } catch (error) {
    console.error(error.message)
    result = one(false)
  }
  steps.push({ name, ...result, seconds: Math.round((Date.now() - since) / 1000) })
  return result.failed === 0
}

function one(ok) {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
}

/** A run that ends badly has failed, whatever its tests say, and so has one without tests. */
function counted(ok, passed, failed, skipped) {
  return { passed, failed: failed || (ok && passed > 0 ? 0 : 1), skipped }
}

function summary() {
  console.log('')
  for (const { name, passed, failed, skipped, seconds } of steps) {
    console.log(`${name}: ${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''} (${seconds} s)`)
  }
  const sum = (key) => steps.reduce((total, step) => total + step[key], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0
}

import { accessSync, constants, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { run } from './child.mjs'
import { ScriptError } from './project.mjs'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const macPlaces = ['Chromium', 'Google Chrome'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)

/** The browser of the tests: Playwright's own where it has been downloaded, else the system's; null without either. */
export function findBrowser() {
  const own = createRequire(import.meta.url)('@playwright/test').chromium.executablePath()
  const system = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((directory) => names.map((name) => join(directory, name)))
  return [own, ...system, ...macPlaces].find(isProgram) ?? null
}

/** Finds it, or installs the system's where we may; fails with a ScriptError that says what to do. */
export async function installedBrowser() {
  const found = findBrowser()
  if (found) return found
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('Installing Chromium …')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update'], { env })
    const { output } = await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env })
    const installed = findBrowser()
    if (installed) return installed
    console.error(output)
  }
  throw new ScriptError('There is no browser for the tests: install Chromium, or run `npx playwright install chromium`')
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

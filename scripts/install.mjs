import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { processLock, tryProcessLock } from '../server/platform/process-lock.mjs'
import { run } from './child.mjs'
import { isMain, projectLock, runScript, ScriptError } from './project.mjs'

const stampFile = 'node_modules/.roster-install'
const waitMs = 15 * 60_000

/** Installs the dependencies where they are missing or other than package-lock.json says. Takes milliseconds otherwise. */
export async function install() {
  // Without the lock first: commands that run at once would wait for each other, to find that there is nothing to do
  if (isStamped()) return
  await withProjectLock('install', async () => {
    if (isInstalled()) return
    console.log('Installing dependencies …')
    // Twice, since an install that was killed a moment ago may still be putting files into what this one clears away
    let { ok, output } = await npmInstall()
    if (!ok && output.includes('ENOTEMPTY')) ({ ok, output } = await npmInstall())
    if (!ok) throw new ScriptError(`${output}\nThe dependencies could not be installed: see above`)
    writeFileSync(stampFile, lockHash())
  })
}

function npmInstall() {
  const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']
  // The tools of `npm test` too, whatever NODE_ENV: they are part of the same lock file
  return run(npm[0], [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
}

/** Two starts at once in one copy of the project: the second waits for the first and finds the work done. */
export async function withProjectLock(purpose, work) {
  const name = projectLock(purpose)
  let release = await tryProcessLock(name)
  if (!release) {
    console.log(`Waiting for another ${purpose} in this directory …`)
    release = await processLock(name, waitMs)
  }
  if (!release) throw new ScriptError(`Another ${purpose} in this directory has not ended in 15 minutes`)
  try {
    return await work()
  } finally {
    await release()
  }
}

function isInstalled() {
  if (!existsSync('node_modules')) return false
  if (isStamped()) return true
  if (!isWhatNpmInstalled()) return false
  writeFileSync(stampFile, lockHash())
  return true
}

/** Written when an install is complete, and gone with the first thing that the next one does. */
function isStamped() {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lockHash()
}

/** A developer's `npm install` has done our work: npm notes what it has put where as its last step. */
function isWhatNpmInstalled() {
  if (!existsSync('node_modules/.package-lock.json')) return false
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages
  const found = JSON.parse(readFileSync('node_modules/.package-lock.json', 'utf8')).packages
  return Object.entries(wanted).every(([path, { version, optional, devOptional, peer }]) => {
    if (path === '') return true
    if (!found[path]) return Boolean(optional || devOptional || peer)
    return found[path].version === version
  })
}

function lockHash() {
  return createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
}

if (isMain(import.meta.url)) await runScript(install)

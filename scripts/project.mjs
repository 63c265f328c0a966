// Where we are and what we were told: the first thing that every script imports.
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's directory, which every script works in, wherever it was called from. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))
process.chdir(root)

const oldestNode = [20, 19]

/** Something that whoever called the script can mend: shown as one line, without a trace. */
export class ScriptError extends Error {}

/** Runs a script's work; a ScriptError or StartError ends it with one line and exit code 1. */
export async function runScript(work) {
  try {
    checkNode()
    // What the environment sets comes before what the file says
    if (existsSync('.env')) process.loadEnvFile('.env')
    return await work()
  } catch (error) {
    console.error(error instanceof ScriptError || error?.name === 'StartError' ? error.message : error)
    process.exit(1)
  }
}

/** The data directory, made where it is missing. */
export function dataDirectory() {
  const dataDir = resolve(process.env.ROSTER_DATA_DIR || '.data')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new ScriptError(`The data directory ${dataDir} cannot be used: ${error.message}`)
  }
  return dataDir
}

/** Whether this very file is what node was asked to run. */
export function isMain(url) {
  return process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(url)
}

/** Names the lock under which this copy of the project is changed on disk. */
export function projectLock(purpose) {
  return createHash('sha256').update(`${root} ${purpose}`).digest('hex').slice(0, 32)
}

export function programPath(name, file) {
  return join(root, 'node_modules', name, file)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  throw new ScriptError(`Roster needs Node.js ${oldestNode.join('.')} or newer; this is ${process.versions.node}`)
}

// Plain JavaScript, because scripts/ needs it before anything is installed. Types: kept-secret.d.mts
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** See kept-secret.d.mts. */
export function keptSecret(dataDir, name, bytes) {
  const directory = join(dataDir, 'secrets')
  const file = join(directory, name)
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  return readSecret(file, bytes) ?? makeSecret(directory, file, bytes)
}

function readSecret(file, bytes) {
  let text
  try {
    text = readFileSync(file, 'utf8').trim()
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
  if (Buffer.from(text, 'base64').length !== bytes)
    throw new Error(`${file} is damaged: expected ${bytes} bytes in base64`)
  return text
}

/** Written beside its place and linked into it: a reader sees all of it or nothing, and of two makers one wins. */
function makeSecret(directory, file, bytes) {
  const draft = join(directory, `.${randomBytes(8).toString('hex')}`)
  const descriptor = openSync(draft, 'wx', 0o600)
  try {
    writeSync(descriptor, `${randomBytes(bytes).toString('base64')}\n`)
    fsyncSync(descriptor)
    linkSync(draft, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    closeSync(descriptor)
    unlinkSync(draft)
  }
  return readSecret(file, bytes)
}

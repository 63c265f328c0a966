// Plain JavaScript, because scripts/ needs it before anything is installed. Types: process-lock.d.mts
//
// A lock is a listening socket: the kernel lets go of it the moment its process dies, however it dies, so there is no
// stale lock to recognise and no process id to be reused. On Linux and Windows it has no file either.
import { createHash } from 'node:crypto'
import { unlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { keptSecret } from './kept-secret.mjs'

/** See process-lock.d.mts. */
export async function tryProcessLock(name) {
  const address = lockAddress(name)
  const release = await listen(address)
  if (release || address.startsWith('\0') || process.platform === 'win32') return release
  // Elsewhere the socket is a file that outlives its process: nobody answering means nobody holds it
  if ((await processLockHolder(name)) !== null) return null
  unlinkSync(address)
  return listen(address)
}

/** See process-lock.d.mts. */
export async function processLock(name, timeoutMs) {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const release = await tryProcessLock(name)
    if (release) return release
    if (Date.now() > deadline) return null
    await sleep(50)
  }
}

/** See process-lock.d.mts. */
export function processLockHolder(name) {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(lockAddress(name))
    socket.setTimeout(1000, () => socket.destroy())
    socket.on('data', (data) => {
      answer += data
    })
    socket.on('error', (error) => resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? null : 0))
    socket.on('close', () => resolve(Number.parseInt(answer, 10) || 0))
  })
}

/** See process-lock.d.mts. */
export function lockName(dataDir, purpose) {
  return createHash('sha256')
    .update(`${keptSecret(dataDir, 'identity', 32)} ${purpose}`)
    .digest('hex')
    .slice(0, 32)
}

function listen(address) {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.end(String(process.pid))
    })
    server.once('error', (error) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)))
    server.listen(address, () => {
      server.unref()
      resolve(() => new Promise((done) => server.close(() => done())))
    })
  })
}

function lockAddress(name) {
  if (process.platform === 'linux') return `\0roster-${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\roster-${name}`
  return join(tmpdir(), `roster-${name}.sock`)
}

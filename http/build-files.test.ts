import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildFiles } from './build-files'
import { ask, type Opened, openDoor } from './door-fixture'

const folder = mkdtempSync(join(tmpdir(), 'build-files-'))
let opened: Opened
beforeAll(async () => {
  mkdirSync(join(folder, 'chunks'))
  writeFileSync(join(folder, 'chunks/a.js.br'), brotliCompressSync('let a = 1'))
  writeFileSync(join(folder, 'secret.txt.br'), 'no')
  opened = await openDoor({ buildFiles: buildFiles(folder, (_, response) => void response.end('by Next')) })
})
afterAll(async () => {
  await opened.door.drain(1000)
  rmSync(folder, { recursive: true })
})
const get = (path: string, encodings = 'gzip, br') =>
  ask(opened.port, { path: `/_next/static/${path}`, headers: { 'Accept-Encoding': encodings } })

test('a script is sent as the build has packed it, and kept for a year', async () => {
  const { status, headers } = await get('chunks/a.js')
  expect(status).toBe(200)
  expect(headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
  })
})

test.each([
  ['chunks/a.js', 'gzip'],
  ['chunks/a.js', 'br;q=0, gzip'],
  ['chunks/b.js', 'br'],
  ['secret.txt', 'br'],
  ['chunks/../../secret.txt', 'br'],
  ['__proto__', 'br'],
])('%s for somebody who takes %s is left to Next', async (path, encodings) => {
  const { headers, body } = await get(path, encodings)
  expect(headers['content-encoding']).not.toBe('br')
  expect(body === 'by Next' || body.includes('page') || headers['content-encoding'] === 'gzip').toBe(true)
})

test('how long a file of the build is kept is Next’s to say', async () => {
  const { headers } = await get('chunks/b.js')
  expect(headers['cache-control']).toBeUndefined()
})

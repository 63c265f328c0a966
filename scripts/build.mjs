import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keptSecret } from '../server/platform/kept-secret.mjs'
import { run } from './child.mjs'
import { install, withProjectLock } from './install.mjs'
import { dataDirectory, isMain, programPath, root, runScript, ScriptError } from './project.mjs'

const stampFile = 'dist/build-stamp'
const sources = ['app', 'components', 'server', 'drizzle', 'http', 'cli', 'public', 'scripts/build.mjs', 'package.json']
const configs = ['package-lock.json', 'next.config.mjs', 'postcss.config.mjs', 'tsconfig.json']

/** Builds the pages (.next) and the programs (dist) where their sources have changed since the last complete build. */
export async function build() {
  keepServerActionsKey()
  await withProjectLock('build', async () => {
    const stamp = sourcesHash()
    if (existsSync(stampFile) && existsSync('.next/BUILD_ID') && readFileSync(stampFile, 'utf8') === stamp) return
    console.log('Building …')
    // Gone first and written last: a build that was cut short counts as none
    rmSync(stampFile, { force: true })
    await buildPages()
    await buildPrograms()
    writeFileSync(stampFile, stamp)
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

/** The front door and the command line, each as one file. Packages stay where npm has put them. */
async function buildPrograms() {
  const { build: bundle } = await import('esbuild')
  const entries = [
    { in: 'http/serve.ts', out: 'serve' },
    { in: 'cli/roster.ts', out: 'roster' },
  ]
  mkdirSync('dist', { recursive: true })
  await bundle({
    entryPoints: entries.filter((entry) => existsSync(entry.in)),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    packages: 'external',
    // Next resolves `server-only` to nothing on the server; plain node would throw
    alias: { '@': root, 'server-only': join(root, 'scripts/server-only.mjs') },
    logLevel: 'warning',
  })
}

function sourcesHash() {
  const hash = createHash('sha256')
  for (const file of [...sources, ...configs].flatMap(filesOf)) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Tests are no part of what is served. */
function filesOf(path) {
  const kind = statSync(path, { throwIfNoEntry: false })
  if (!kind?.isDirectory()) return kind ? [path] : []
  return readdirSync(path)
    .filter((name) => !/\.test\.tsx?$|^\./.test(name))
    .sort()
    .flatMap((name) => filesOf(join(path, name)))
}

if (isMain(import.meta.url)) {
  await runScript(async () => {
    await install()
    await build()
  })
}

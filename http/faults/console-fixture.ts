import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

/** For tests: the console as `npm start` runs it, pages and all, in a process of its own. */
export type Console = {
  child: ChildProcess
  /** Where it answers: `http://127.0.0.1:port`. */
  url: string
  dataDir: string
  /** What it has logged, from `warn` on. */
  log: LogLine[]
  /** Everything it counts and measures since its start, from `/metrics`. */
  metrics(): Promise<Metrics>
  /** What is in use when all that can be thrown away has been, in bytes. */
  heapBytes(): Promise<number>
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }>
}
export type LogLine = { level: string; msg: string; err?: { message?: string } }
export type Metrics = {
  /** The sum of all series of this name whose labels hold these; 0 where there is none. */
  sum(name: string, labels?: Record<string, string>): number
}

export const metricsToken = 'faults-read-the-figures'
const projectRoot = join(import.meta.dirname, '../..')
const started: Console[] = []

/** Starts a console; builds it before, where its sources have changed. Without DATABASE_URL it has a database of its own. */
export async function startConsole(settings: Record<string, string> = {}): Promise<Console> {
  const console = launchConsole(settings)
  await console.ready
  return console
}

/** The same for a start that may take long, or is not to succeed at all: `ready` waits for it. */
export function launchConsole(settings: Record<string, string> = {}): Console & { ready: Promise<void> } {
  const dataDir = settings.ROSTER_DATA_DIR ?? mkdtempSync(join(tmpdir(), 'roster-test-faults-'))
  const child = spawn(
    process.execPath,
    // Whoever kills the tests does not leave consoles behind
    [
      '--expose-gc',
      '--import',
      `data:text/javascript,process.on('SIGUSR2',()=>gc())`,
      '--import',
      `${join(projectRoot, 'scripts/end-with-parent.mjs')}?SIGKILL`,
      'scripts/start.mjs',
    ],
    { cwd: projectRoot, env: { ...ground(dataDir), ...settings }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const said: string[] = []
  const console: Console = {
    child,
    url: `http://127.0.0.1:${settings.PORT ?? ''}`,
    dataDir,
    log: [],
    metrics: () => metricsOf(console.url),
    async heapBytes() {
      child.kill('SIGUSR2')
      await sleep(500)
      return (await metricsOf(console.url)).sum('nodejs_heap_size_used_bytes')
    },
    async end(signal) {
      const beganAt = performance.now()
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit')
        child.kill(signal)
        await exit
      }
      return { code: child.exitCode, ms: performance.now() - beganAt }
    },
  }
  const ready = new Promise<void>((resolve, reject) => {
    for (const output of [child.stdout, child.stderr]) {
      createInterface({ input: output }).on('line', (line) => {
        if (line.startsWith('{')) console.log.push(JSON.parse(line))
        else said.push(line)
        const address = /^Roster is ready at (\S+)$/.exec(line)?.[1]
        if (address) console.url = address
        if (address) resolve()
      })
    }
    child.once('exit', (code) => reject(new Error(`The console ended with ${code}:\n${said.join('\n')}`)))
  })
  // Not everybody waits for it
  ready.catch(() => {})
  started.push(console)
  return Object.assign(console, { ready })
}

/** Ends what a test file has started, and takes away what it wrote. */
export async function endConsoles(): Promise<void> {
  await Promise.all(started.map((console) => console.end('SIGTERM')))
  for (const { dataDir } of started.splice(0)) {
    // The database of a test that root runs lies elsewhere
    const home = join(dataDir, 'postgres')
    if (existsSync(home)) rmSync(realpathSync(home), { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
}

function ground(dataDir: string): NodeJS.ProcessEnv {
  return {
    // No more of the environment than it needs; an empty setting keeps .env from setting it
    PATH: `${dirname(process.execPath)}:/usr/bin:/bin`,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    APP_URL: '',
    ROSTER_DATA_DIR: dataDir,
    DATABASE_URL: '',
    DATABASE_OWNER_URL: '',
    AUTH_SECRET: 'kYp3s6v9yBEHMbQeThWmZq4t7wzCFJNc',
    // Instances behind one proxy read each other's forms
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    METRICS_TOKEN: metricsToken,
    OTEL_EXPORTER_OTLP_ENDPOINT: '',
    LOG_LEVEL: 'warn',
  }
}

async function metricsOf(url: string): Promise<Metrics> {
  const answer = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${metricsToken}` } })
  if (!answer.ok) throw new Error(`/metrics was answered with ${answer.status}`)
  const series = (await answer.text()).split('\n').flatMap((line) => {
    const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    return name === '' ? [] : [{ name, labels, value: Number(value) }]
  })
  return {
    sum: (name, wanted = {}) =>
      series
        .filter((each) => each.name === name)
        .filter(({ labels }) =>
          Object.entries(wanted).every(([key, text]) => `,${labels}`.includes(`,${key}="${text}"`)),
        )
        .reduce((sum, { value }) => sum + value, 0),
  }
}

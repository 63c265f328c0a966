import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { isKept, type Row, ratioOf, type Section } from './section'
import { tableOf } from './table'

// `npm run bench`, or `npm run bench -- pool list` for some of it. What is not kept ends it with exit code 1

const loaders: Record<string, () => Promise<{ section: Section }>> = {
  histogram: () => import('./histogram'),
  // Before those that change settings: a process that has seen newer ones does not take those of a new database from memory
  cache: () => import('./cache'),
  recording: () => import('./recording'),
  list: () => import('./list'),
  pool: () => import('./pool'),
}
const resultPath = 'test-results/bench.json'

async function main(asked: readonly string[]): Promise<void> {
  const unknown = asked.filter((name) => !(name in loaders))
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(', ')}. There are: ${Object.keys(loaders).join(', ')}`)
  const results: { name: string; question: string; rows: Row[] }[] = []
  for (const [name, load] of Object.entries(loaders)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const { section } = await load()
    say(`\n${section.name}: ${section.question}`)
    const rows = await section.run()
    say(tableOf(rows))
    results.push({ name: section.name, question: section.question, rows })
  }
  write(results)
  if (results.some(({ rows }) => rows.some((row) => isKept(row) === false))) process.exitCode = 1
}

function write(results: { name: string; question: string; rows: Row[] }[]): void {
  const machine = { node: process.version, platform: process.platform, arch: process.arch, processors: cpus().length }
  const sections = results.map(({ rows, ...section }) => ({
    ...section,
    rows: rows.map((row) => ({ ...row, ratio: ratioOf(row), isKept: isKept(row) })),
  }))
  mkdirSync('test-results', { recursive: true })
  writeFileSync(resultPath, `${JSON.stringify({ at: new Date().toISOString(), machine, sections }, null, 2)}\n`)
  say(`\nAs JSON: ${resultPath}`)
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

main(process.argv.slice(2)).then(
  // Pools and servers of the sections must not keep it open
  () => process.exit(),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(2)
  },
)

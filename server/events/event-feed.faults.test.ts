import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { env } from '@/server/env'
import { addEvent, newSubject, until } from '@/server/events/feed-fixture'
import { inTransaction } from '@/server/platform/transaction'

// A process that follows, killed again and again while another one writes

const children = new Set<ChildProcess>()
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

/** Prints a line for each event of the subject that it has handled. */
async function startFollower(name: string, subject: string, tell: (line: string) => void): Promise<ChildProcess> {
  const program = `
    const { eventFeed, followEvents } = await import('./server/events/event-feed.ts')
    followEvents({
      name: ${JSON.stringify(name)},
      durable: true,
      handle: async ({ events }) => {
        for (const { subject, reason } of events) if (subject?.id === ${JSON.stringify(subject)}) console.log(reason)
        await new Promise((resolve) => setTimeout(resolve, 30))
      },
    })
    eventFeed().start()
    console.log('following')
    setInterval(() => {}, 1000)`
  const { DATABASE_URL, AUTH_SECRET } = env()
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'silent', DATABASE_URL, AUTH_SECRET },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.add(child)
  const lines = createInterface({ input: child.stdout })
  await once(lines, 'line')
  lines.on('line', tell)
  return child
}

test('a durable follower that is killed while others write sees everything, and in order', async () => {
  const [name, subject] = [`killed ${randomUUID()}`, newSubject()]
  const runs: string[][] = []
  const start = () => {
    const seen: string[] = []
    runs.push(seen)
    return startFollower(name, subject, (line) => void seen.push(line))
  }
  const all = () => new Set(runs.flat())
  let follower = await start()
  await addEvent(subject, '-1')
  // Where it begins is in the database from its first look on
  await sleep(1000)

  let isOver = false
  let written = 0
  const writing = (async () => {
    for (; !isOver; written++) {
      // Now and then in a transaction that takes its time
      await inTransaction(async (tx) => {
        await addEvent(subject, String(written), tx)
        if (written % 7 === 0) await sleep(20)
      })
    }
  })()
  for (let kill = 0; kill < 6; kill++) {
    // The other one waits for its turn, as a second instance would
    const next = await start()
    const before = all().size
    await until(() => all().size > before + 20, 30_000)
    await sleep(Math.random() * 60)
    follower.kill('SIGKILL')
    follower = next
  }
  isOver = true
  await writing
  const expected = Array.from({ length: written }, (_, at) => String(at))
  await until(() => expected.every((each) => all().has(each)), 30_000)

  for (const seen of runs) {
    const numbers = seen.map(Number)
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other))
  }
  const seenTwice = runs.flat().length - all().size
  // Each kill may cost one batch once more, and no more than that
  expect(seenTwice).toBeLessThan(6 * 500)
})

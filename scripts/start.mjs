// `npm start`: install what is missing, build what has changed, serve. One process, so that signals have one receiver.
import { setTimeout as sleep } from 'node:timers/promises'
import { lockName, processLockHolder } from '../server/platform/process-lock.mjs'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { dataDirectory, runScript, ScriptError } from './project.mjs'

await runScript(async () => {
  process.env.NODE_ENV = 'production'
  if (process.env.npm_lifecycle_event) await import('./end-with-parent.mjs?SIGTERM')
  await refuseWhileRunning()
  await install()
  await build()
  process.setSourceMapsEnabled(true)
  const { serve } = await import('../dist/serve.mjs')
  await serve()
})

/**
 * The server makes sure of it again; asked here too, so that nothing is rebuilt under one that is running. One that is
 * just stopping gets a moment.
 */
async function refuseWhileRunning() {
  const dataDir = dataDirectory()
  const name = lockName(dataDir, 'server')
  for (let tries = 8; ; tries -= 1) {
    const holder = await processLockHolder(name)
    if (holder === null) return
    if (tries === 0) throw new ScriptError(`Roster is already running on ${dataDir} (process ${holder})`)
    await sleep(250)
  }
}

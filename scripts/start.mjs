// `npm start`: install what is missing, build what has changed, serve. One process, so that signals have one receiver.
import { lockName, processLockHolder } from '../server/platform/process-lock.mjs'
import { build } from './build.mjs'
import { install } from './install.mjs'
import { dataDirectory, runScript, ScriptError } from './project.mjs'

await runScript(async () => {
  process.env.NODE_ENV = 'production'
  await refuseWhileRunning()
  await install()
  await build()
  process.setSourceMapsEnabled(true)
  const { serve } = await import('../dist/serve.mjs')
  await serve()
})

/** The server makes sure of it again; asked here too, so that nothing is rebuilt under one that is running. */
async function refuseWhileRunning() {
  const dataDir = dataDirectory()
  const holder = await processLockHolder(lockName(dataDir, 'server'))
  if (holder !== null) throw new ScriptError(`Roster is already running on ${dataDir} (process ${holder})`)
}

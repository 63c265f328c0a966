// `npm run dev`: Next's development mode behind the same front door, started again when a file of the server changes.
import { spawn } from 'node:child_process'
import { install } from './install.mjs'
import { programPath, runScript } from './project.mjs'

await runScript(async () => {
  await install()
  const args = [programPath('tsx', 'dist/cli.mjs'), 'watch', '--clear-screen=false', 'scripts/dev-serve.mjs']
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
    env: { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1' },
  })
  // tsx passes them on to the server, and we live until both have ended
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.once('exit', (code) => process.exit(code ?? 1))
})

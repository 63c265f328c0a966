#!/usr/bin/env node
// `npm run roster -- …`: the command line, built when its sources have changed. Nothing but the answer goes to standard
// output.
import { buildCommandLine } from './build.mjs'
import { install } from './install.mjs'
import { runScript } from './project.mjs'

console.log = console.error

await runScript(async () => {
  process.env.NODE_ENV ||= 'production'
  process.env.LOG_LEVEL ||= 'silent'
  await install()
  await buildCommandLine()
  const { roster } = await import('../dist/roster.mjs')
  process.exitCode = await roster(process.argv.slice(2))
})

import { spawn } from 'node:child_process'

const nodeOptions = `${process.env.NODE_OPTIONS ?? ''} --import=${new URL('end-with-parent.mjs?SIGKILL', import.meta.url)}`

/** How long an interrupted program may take to end. */
const stopMs = 3000

/**
 * Runs a program to its end. What it says is kept, and shown only when `show` is set. A signal that reaches us is passed
 * on, and ends us when the program has ended; and a node program ends when we are killed. Nothing is left running.
 *
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function run(command, args, { env = {}, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env: { ...process.env, NODE_OPTIONS: nodeOptions, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    let interrupted = null
    const keep = (stream) => (data) => {
      output += data
      if (show) stream.write(data)
    }
    child.stdout.on('data', keep(process.stdout))
    child.stderr.on('data', keep(process.stderr))
    const interrupt = (signal) => {
      interrupted ??= signal
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), stopMs).unref()
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, interrupt)
    child.once('error', reject)
    child.once('close', (code) => {
      if (interrupted) process.exit(interrupted === 'SIGINT' ? 130 : 143)
      for (const signal of signals) process.off(signal, interrupt)
      resolve({ ok: code === 0, output })
    })
  })
}

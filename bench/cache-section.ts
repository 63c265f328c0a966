import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Row, Section } from './section'

export const section: Section = {
  name: 'cache',
  question: 'what does a read cost with the cache, and without?',
  run: async () => {
    // It runs by itself, too, and says a line for each pair
    const program = fileURLToPath(new URL('cache.ts', import.meta.url))
    const env = { ...process.env, LOG_LEVEL: 'silent' }
    const child = spawn(process.execPath, ['--import', 'tsx', program], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')])
    if (code !== 0) throw new Error('the cache could not be measured')
    return said.split('\n').flatMap(rowOf)
  },
}

const line = /^(.+): ([\d.]+) µs without, ([\d.]+) µs with: /

function rowOf(said: string): Row[] {
  const [, what = '', without = '', figure = ''] = line.exec(said) ?? []
  if (what === '') return []
  return [{ what, figure: Number(figure), unit: 'µs', peer: { what: 'without', figure: Number(without) } }]
}

import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { AppError } from '@/server/errors'

/** Longer than any password may be; whoever pipes in a whole file is told so, not held in memory. */
const passwordMaxBytes = 10_000

/** Whether somebody sits there who can be asked. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true
}

/** The password on standard input, without the end of the line. At a terminal it is asked for, and not shown. */
export async function readPassword(): Promise<string> {
  if (canAsk()) return askPassword('Password: ')
  let bytes = Buffer.alloc(0)
  for await (const chunk of process.stdin) {
    bytes = Buffer.concat([bytes, Buffer.from(chunk)])
    if (bytes.length > passwordMaxBytes) throw unreadable('This is too long for a password')
  }
  const text = bytes.toString().replace(/\r?\n$/, '')
  if (text === '') throw unreadable('There is no password on standard input')
  // The end of a line can't be typed into the form that asks for it
  if (/[\r\n]/.test(text)) throw unreadable('A password is one line; there are several on standard input')
  return text
}

/** Asks on standard error, as standard output is the answer. */
export async function ask(question: string): Promise<string> {
  return asked(question, process.stderr)
}

export async function askPassword(question: string): Promise<string> {
  process.stderr.write(question)
  const answer = await asked('', new Writable({ write: (_chunk, _encoding, done) => done() }))
  process.stderr.write('\n')
  return answer
}

async function asked(question: string, output: NodeJS.WritableStream): Promise<string> {
  const reader = createInterface({ input: process.stdin, output, terminal: true })
  // As readline takes the keys, Ctrl-C is no signal any more
  reader.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  try {
    return await reader.question(question)
  } catch (error) {
    // Ctrl-D: the end of what is typed
    if (error instanceof Error && error.name === 'AbortError') throw new AppError('invalid', 'Nothing was typed')
    throw error
  } finally {
    reader.close()
  }
}

function unreadable(message: string): AppError {
  return new AppError('invalid', message, { password: [message] })
}

/** How long a line stands before the next, where lines stay: in a file, in the log of a build. */
const lineEveryMs = 5000

/** Says on standard error how far something has come: at a terminal in one line, elsewhere a line now and then. */
export function progress(sentence: (done: number) => string): { tell: (done: number) => void; end: () => void } {
  const isTerminal = process.stderr.isTTY === true
  let saidAt = performance.now()
  return {
    tell(done) {
      const now = performance.now()
      if (now - saidAt < (isTerminal ? 100 : lineEveryMs)) return
      saidAt = now
      process.stderr.write(isTerminal ? `\r${sentence(done)}` : `${sentence(done)}\n`)
    },
    end() {
      if (isTerminal) process.stderr.write('\r\x1b[K')
    },
  }
}

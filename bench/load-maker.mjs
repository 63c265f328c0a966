import { connect } from 'node:net'

// Plain sockets: a client library would cost more than the server that is measured. Run by load.ts

/** @type {{ port: number, path: string, headers?: Record<string, string>, connections: number, perSecond?: number, seconds: number }} */
const options = JSON.parse(process.argv[2] ?? '{}')
const { port, path, headers = {}, connections, perSecond, seconds } = options
const lines = Object.entries({ Host: `127.0.0.1:${port}`, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
const question = `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`

/** @type {Record<string, number>} */
const answers = {}
/** @type {number[]} */
const latencies = []
/** @type {number[]} */
const served = []
let withRetryAfter = 0
let unsent = 0
/** @type {Connection[]} */
const idle = []
let beganAt = performance.now()
let endAt = beganAt + seconds * 1000

class Connection {
  constructor() {
    this.dueAt = 0
    this.isAsking = false
    this.answer = ''
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true })
    this.socket.setEncoding('latin1')
    this.socket.on('data', (/** @type {string} */ data) => this.read(data))
    this.socket.on('error', () => {})
    this.socket.on('close', () => this.lost())
  }

  /** @param {number} dueAt */
  ask(dueAt) {
    this.dueAt = dueAt
    this.isAsking = true
    this.socket.write(question)
  }

  /** @param {string} data */
  read(data) {
    this.answer += data
    const head = this.answer.indexOf('\r\n\r\n')
    if (head === -1 || !isWhole(this.answer, head)) return
    const text = this.answer.slice(0, head)
    this.answer = ''
    this.isAsking = false
    this.done(text.slice(9, 12), text)
  }

  /** @param {string} status @param {string} head */
  done(status, head) {
    answers[status] = (answers[status] ?? 0) + 1
    const now = performance.now()
    if (status === '200') {
      latencies.push(now - this.dueAt)
      const second = Math.floor((now - beganAt) / 1000)
      served[second] = (served[second] ?? 0) + 1
    }
    if (status === '503' && /\r\nretry-after: \d/i.test(head)) withRetryAfter++
    if (/\r\nconnection: close/i.test(head)) this.socket.destroy()
    else if (perSecond !== undefined) idle.push(this)
    else if (now < endAt) this.ask(now)
    else this.socket.destroy()
  }

  lost() {
    const at = idle.indexOf(this)
    if (at !== -1) idle.splice(at, 1)
    if (this.isAsking && performance.now() < endAt) answers['0'] = (answers['0'] ?? 0) + 1
    if (perSecond === undefined && performance.now() < endAt) setTimeout(begin, 10)
  }
}

/** @param {string} answer @param {number} head */
function isWhole(answer, head) {
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head))
  if (length) return answer.length >= head + 4 + Number(length[1])
  return answer.endsWith('\r\n0\r\n\r\n') || answer.slice(9, 12) === '304'
}

function begin() {
  new Connection().ask(performance.now())
}

function sendWhatIsDue() {
  const rate = perSecond ?? 0
  let sent = 0
  const timer = setInterval(() => {
    const now = performance.now()
    if (now >= endAt) return clearInterval(timer)
    for (const due = ((now - beganAt) / 1000) * rate; sent < due; sent++) {
      const dueAt = beganAt + (sent / rate) * 1000
      const connection = idle.pop()
      if (connection) connection.ask(dueAt)
      else unsent++
    }
  }, 2)
}

function end() {
  setTimeout(
    () => {
      latencies.sort((one, other) => one - other)
      const quantile = (/** @type {number} */ share) =>
        latencies[Math.max(0, Math.ceil(latencies.length * share) - 1)] ?? 0
      const figures = {
        answers,
        unsent,
        p50Ms: quantile(0.5),
        p99Ms: quantile(0.99),
        good: latencies.filter((ms) => ms <= 1500).length,
        served: Array.from(served, (each) => each ?? 0),
        withRetryAfter,
      }
      process.stdout.write(JSON.stringify(figures), () => process.exit(0))
    },
    // A little longer, for what is under way
    seconds * 1000 + 500,
  )
}

if (perSecond === undefined) {
  for (let each = 0; each < connections; each++) begin()
  end()
} else {
  // As a proxy has them: open before there is anything to ask
  for (let each = 0; each < connections; each++) {
    const connection = new Connection()
    connection.socket.on('connect', () => {
      idle.push(connection)
      if (idle.length < connections) return
      beganAt = performance.now()
      endAt = beganAt + seconds * 1000
      sendWhatIsDue()
      end()
    })
  }
}

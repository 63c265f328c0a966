import { startEmbeddedPostgres } from './embedded-postgres'

// What the fault tests start and kill: a program that uses the embedded database until SIGTERM
const dataDir = process.argv[2] ?? ''
const say = (message: string) => process.stdout.write(`${message}\n`)
const postgres = await startEmbeddedPostgres({ dataDir, log: say })
// As a server that is draining takes Ctrl-C
process.on('SIGINT', () => say('interrupted'))
process.once('SIGTERM', () => postgres.stop().then(() => process.exit(0)))
say('ready')

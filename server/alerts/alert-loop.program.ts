import { startAlerts } from '@/server/alerts/alert-loop-service'

// What the fault tests start and kill: an instance that watches and sends until it ends, and serves nobody
startAlerts()
process.stdout.write('ready\n')
setInterval(() => {}, 1000)

// Imported for its effect: ends this process when the one that started it is gone. A killed npm or `npm start` passes no
// signal on, and an install, build or server that ran on would be in the next start's way. The signal stands behind the
// address: `end-with-parent.mjs?SIGKILL`.
const signal = new URL(import.meta.url).search.slice(1)
const parent = process.ppid
const timer = setInterval(() => {
  if (process.ppid === parent) return
  clearInterval(timer)
  process.kill(process.pid, signal)
}, 250)
timer.unref()

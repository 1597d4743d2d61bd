/** The ways in which a process ends. */
export function end(how) {
  if (how === 'exit-code') process.exitCode = 3
  if (how === 'exit') process.exit(3)
  if (how === 'throw') setImmediate(boom)
  if (how === 'reject') void Promise.reject(new RangeError('nobody caught this'))
  if (how === 'wait' || how === 'own-handler') {
    setInterval(() => undefined, 1000)
    console.log('ready')
  }
  if (how === 'own-handler') process.once('SIGTERM', () => setTimeout(() => process.exit(7), 300))
}

function boom() {
  throw new RangeError('nobody caught this')
}

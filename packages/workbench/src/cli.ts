import { main } from './cli/main.ts'

process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
  // `kansoku query … | head` closes the pipe early; that is no failure.
  if (code !== 'EPIPE') process.stderr.write(`The answer could not be written: ${message}\n`)
  process.exit(code === 'EPIPE' ? 0 : 1)
})

await main(process.argv.slice(2))

// Calls by hand, as many as the first argument says; then it waits for its end.
import { traceInference } from '@kansoku/core'

const call = async (number) =>
  traceInference({ provider: 'openai', model: 'gpt-4o' }, async (handle) => {
    handle.setResponse({ id: `call-${number}` })
    return 'Yes'
  })
await Promise.all(Array.from({ length: Number(process.argv[2]) }, (_, number) => call(number)))
setInterval(() => undefined, 1000)
console.log('ready')

import { invoke } from '@azure/functions'

await import('./functions.mjs')
const logged = []
const { body } = await invoke('Is it new?', { log: (line) => logged.push(JSON.parse(line)) })
console.log(
  JSON.stringify([body, logged.map(({ prompt_tokens, status }) => [prompt_tokens, status])]),
)

/** Preload of the child processes: the loader hook, the instrumentation, and a report on stdout at the end. */
import { register } from 'node:module'

import { record } from '../telemetry.ts'

/** What the README says of the hook: other packages may be watched, too, but not what openai 4 starts with. */
register('@opentelemetry/instrumentation/hook.mjs', import.meta.url, {
  data: { exclude: [/openai\/_shims/] },
})

const recorder = record()

process.once('beforeExit', () => {
  const spans = recorder.spans().map(({ attributes, name }) => ({
    name,
    finish: attributes['gen_ai.response.finish_reasons'],
  }))
  const warnings = recorder.diagnostics.filter((line) => line.startsWith('kansoku'))
  console.log(JSON.stringify({ spans, open: recorder.open(), warnings }))
})

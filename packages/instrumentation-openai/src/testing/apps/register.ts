/** Preload of the child processes: the loader hook, the instrumentation, and a report on stdout at the end. */
// oxlint-disable-next-line import/no-unassigned-import -- it works by being imported
import '../../hook.ts'
import { record } from '../telemetry.ts'

const recorder = record()

process.once('beforeExit', () => {
  const spans = recorder.spans().map(({ attributes, name }) => ({
    name,
    finish: attributes['gen_ai.response.finish_reasons'],
  }))
  const warnings = recorder.diagnostics.filter((line) => line.startsWith('kansoku'))
  const open = recorder.open()
  // Where a worker makes the calls, the main thread has nothing to say.
  if (spans.length + warnings.length + open > 0)
    console.log(JSON.stringify({ spans, open, warnings }))
})

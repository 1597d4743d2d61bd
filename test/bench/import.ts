/**
 * What an application that already loads OpenTelemetry waits for ours: prints the milliseconds of loading it.
 * `node import.ts <folder of the packages> <esm | cjs>`
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [folder = '', format] = process.argv.slice(2)
const load = createRequire(join(folder, 'package.json')) as (name: string) => unknown
for (const name of ['api', 'instrumentation', 'sdk-trace-base', 'sdk-metrics'])
  load(`@opentelemetry/${name}`)

const before = performance.now()
if (format === 'cjs') load('@kansoku/instrumentation-openai')
else await import('@kansoku/instrumentation-openai')
console.log(performance.now() - before)

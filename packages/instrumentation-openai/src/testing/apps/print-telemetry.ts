/** Preload of the pages' programs: the instrumentation in ESM, and what it recorded as the last line of stdout. */
import { register } from 'node:module'

import { configureTelemetry } from '@kansoku/core'

import { record } from '../telemetry.ts'

register('@opentelemetry/instrumentation/hook.mjs', import.meta.url)

const recorder = record()
configureTelemetry(recorder.providers)

process.once('beforeExit', () => {
  const attributes = [...recorder.spans(), ...recorder.events()].map((one) => one.attributes)
  console.log(JSON.stringify(attributes))
})

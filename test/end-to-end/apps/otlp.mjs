// OpenTelemetry as an application has it that sends OTLP: nothing of Azure, and of Kansoku the instrumentation alone.
import '@kansoku/instrumentation-openai/hook' // oxlint-disable-line import/no-unassigned-import -- it is a loader hook
import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
import { NodeSDK } from '@opentelemetry/sdk-node'

const sdk = new NodeSDK({ instrumentations: [new OpenAIInstrumentation()] })
sdk.start()
process.once('beforeExit', () => sdk.shutdown())

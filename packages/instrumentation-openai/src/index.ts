export { instrumentOpenAI, type InstrumentOpenAIOptions } from './patch/instrument-openai.ts'
export { OpenAIInstrumentation } from './patch/instrumentation.ts'
export type { OpenAIInstrumentationConfig } from './options.ts'

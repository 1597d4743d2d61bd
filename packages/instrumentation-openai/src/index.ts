export { instrumentOpenAI, type InstrumentOpenAIOptions } from './instrument-openai.ts'
export { OpenAIInstrumentation } from './instrumentation.ts'
export type { OpenAIInstrumentationConfig } from './options.ts'

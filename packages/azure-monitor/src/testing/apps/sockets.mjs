import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'

import { hookModules } from '../../module-hook.ts'

hookModules()
const _ = new OpenAIInstrumentation()

const { OpenAIRealtimeWS } = await import('openai/realtime/ws')
const { ResponsesWS } = await import('openai/resources/responses/ws')
// The client's classes inherit what emits their events; where we look on, they have it of their own.
const looksOn = ({ prototype }) =>
  [prototype, Object.getPrototypeOf(prototype)].some(
    (each) => Object.hasOwn(each, 'send') && Object.hasOwn(each, '_emit'),
  )
console.log(looksOn(OpenAIRealtimeWS), looksOn(ResponsesWS))

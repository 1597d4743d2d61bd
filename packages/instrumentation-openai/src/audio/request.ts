import type { InputContent } from '@kansoku/core'
import {
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fileNames, sentFiles } from '../reading/file.ts'
import { fields, number, someText, text } from '../reading/wire.ts'

/** Text to sound. Only `sse` is a stream of events; as `audio` the sound comes in pieces of any size. */
export function speechRequestAttributes(body: unknown): Attributes {
  const request = fields(body)
  return {
    [ATTR_GEN_AI_REQUEST_MODEL]: someText(request['model']),
    [ATTR_GEN_AI_REQUEST_STREAM]: request['stream_format'] === 'sse' ? true : undefined,
    [ATTR_GEN_AI_OUTPUT_TYPE]: 'speech',
  }
}

/** Sound to text, in its language or in English. `json` and `srt` are envelopes: what is asked for is text. */
export function transcriptRequestAttributes(body: unknown): Attributes {
  const request = fields(body)
  return {
    [ATTR_GEN_AI_REQUEST_MODEL]: someText(request['model']),
    [ATTR_GEN_AI_REQUEST_TEMPERATURE]: number(request['temperature']),
    [ATTR_GEN_AI_REQUEST_STREAM]: request['stream'] === true ? true : undefined,
    [ATTR_GEN_AI_OUTPUT_TYPE]: 'text',
  }
}

export function speechInput(body: unknown): InputContent {
  const { input, instructions } = fields(body)
  const asked = text(input)
  const how = text(instructions)
  return {
    ...(how !== undefined && { systemInstructions: [{ type: 'text', content: how }] }),
    ...(asked !== undefined && {
      inputMessages: [{ role: 'user', parts: [{ type: 'text', content: asked }] }],
    }),
  }
}

/** The prompt and the sound given with it, in one message: the API has no roles. */
export function transcriptInput(body: unknown): InputContent {
  const { file, prompt } = fields(body)
  const content = text(prompt)
  const parts = [
    ...(content === undefined ? [] : [{ type: 'text', content } as const]),
    ...sentFiles('audio', file),
  ]
  return parts.length === 0 ? {} : { inputMessages: [{ role: 'user', parts }] }
}

export function transcriptQuotable(body: unknown): unknown {
  const { file, keywords, known_speaker_names } = fields(body)
  return [fileNames(file), keywords, known_speaker_names]
}

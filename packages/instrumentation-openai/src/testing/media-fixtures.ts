import type { Answer } from './server.ts'

type Data = Readonly<Record<string, unknown>>

/** Answers in the shapes of the APIs for pictures, sound and decisions. */
export const IMAGE_USAGE: Data = {
  input_tokens: 50,
  output_tokens: 110,
  total_tokens: 160,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
}
export const IMAGE_USED: Data = {
  'gen_ai.usage.input_tokens': 50,
  'gen_ai.usage.output_tokens': 110,
  'gen_ai.usage.text.input_tokens': 10,
  'gen_ai.usage.image.input_tokens': 40,
}
export const PICTURES: Answer = {
  json: {
    created: 1,
    output_format: 'png',
    data: [{ b64_json: 'Y2FuYXJ5', revised_prompt: 'canary-revised' }],
    usage: IMAGE_USAGE,
  },
}
export const AUDIO_USAGE: Data = {
  type: 'tokens',
  input_tokens: 26,
  output_tokens: 4,
  total_tokens: 30,
  input_token_details: { text_tokens: 5, audio_tokens: 21 },
}
export const AUDIO_USED: Data = {
  'gen_ai.usage.input_tokens': 26,
  'gen_ai.usage.output_tokens': 4,
  'gen_ai.usage.text.input_tokens': 5,
  'gen_ai.usage.audio.input_tokens': 21,
}
export const DECISION: Answer = {
  json: {
    answers: [{ type: 'choice', name: null, choice: 'Yes', confidence: 1, probabilities: [] }],
    model: 'gpt-6-luna-1',
    usage: { input_tokens: 60, output_tokens: 3, total_tokens: 63 },
  },
}
export const QUESTION: {
  type: 'choice'
  instructions: string
  choices: { value: string }[]
} = {
  type: 'choice',
  instructions: 'canary-question',
  choices: [{ value: 'Yes' }, { value: 'No' }],
}

/** A transcript in two pieces, with usage. */
export function transcript(text: string): Answer & { readonly events: readonly unknown[] } {
  return {
    events: [
      { type: 'transcript.text.delta', delta: text.slice(0, 1) },
      { type: 'transcript.text.delta', delta: text.slice(1) },
      { type: 'transcript.text.done', text, usage: AUDIO_USAGE },
    ],
    ending: 'end',
  }
}

/** A file whose name and bytes must not be seen. */
export function file(name: string, type: string): File {
  return new File(['canary-bytes'], `canary-${name}`, { type })
}

import type { Usage } from './usage.ts'

/** One answer of the model, before it takes the form of the wire. */
export interface Completion {
  readonly id: string
  readonly created: number
  readonly model: string
  readonly text: string
  readonly usage: Usage
}

const COMMON = { service_tier: 'default', system_fingerprint: 'fp_6b1f3c92d0' } as const

/** The body of a plain answer. */
export function completionBody({ id, created, model, text, usage }: Completion): object {
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: text, refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage,
    ...COMMON,
  }
}

/** The same answer as the chunks of a stream. */
export function completionChunks(completion: Completion, includeUsage: boolean): object[] {
  const { id, created, model, text, usage } = completion
  const chunk = (choices: readonly object[], ofThis: Usage | null = null): object => ({
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    ...COMMON,
    choices,
    ...(includeUsage && { usage: ofThis }),
  })
  return [
    chunk([choice({ role: 'assistant', content: '', refusal: null })]),
    ...piecesOf(text).map((content) => chunk([choice({ content })])),
    chunk([choice({}, 'stop')]),
    ...(includeUsage ? [chunk([], usage)] : []),
  ]
}

function choice(delta: object, finish: 'stop' | null = null): object {
  return { index: 0, delta, logprobs: null, finish_reason: finish }
}

const graphemes = new Intl.Segmenter('ja', { granularity: 'grapheme' })
const PIECE = 4

/** A few characters at a time, never half of one. */
function piecesOf(text: string): string[] {
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment)
  return Array.from({ length: Math.ceil(letters.length / PIECE) }, (_, index) =>
    letters.slice(index * PIECE, (index + 1) * PIECE).join(''),
  )
}

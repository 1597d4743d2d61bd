import { defaultTelemetry, observeCall, serverAttributes, startInference } from '@kansoku/core'
import { guard, type InferenceResponse, type Message } from '@kansoku/core'

import type { GenerateRequest as Request, ModelClient, Piece, Turn } from './model-client.ts'

/** Traces every call that clients of this class make. */
export function instrument(Client: { readonly prototype: ModelClient }): void {
  // oxlint-disable-next-line typescript/unbound-method -- each is called on its client
  const { generate, stream } = Client.prototype
  Client.prototype.generate = function (request) {
    return traced(this, request, false, () => generate.call(this, request))
  }
  Client.prototype.stream = function (request) {
    return traced(this, request, true, () => stream.call(this, request))
  }
}

function traced<R>(client: ModelClient, request: Request, stream: boolean, call: () => R): R {
  const operation = guard('starting a call', () => {
    const telemetry = defaultTelemetry()
    const attributes = {
      'gen_ai.provider.name': 'example_models',
      'gen_ai.request.model': request.model,
      'gen_ai.request.max_tokens': request.maxLength,
      'gen_ai.request.stream': stream || undefined,
      ...serverAttributes(client.baseURL),
    }
    const input = () => ({ inputMessages: request.turns.map(said) })
    return telemetry && startInference(telemetry, { name: 'chat', attributes, input })
  })
  if (!operation) return call()
  let came: Piece = { text: '' }
  return observeCall(operation.context, call, {
    yielded: (piece) => {
      operation.chunk()
      came = { ...came, ...(piece as Piece), text: came.text + (piece as Piece).text }
    },
    succeeded: (answer = came) => operation.end({ kind: 'success', response: read(answer) }),
    failed: (error) => operation.end({ kind: 'failure', error, response: read(came) }),
    left: (at) => operation.end({ kind: 'cancelled', response: read(came) }, at),
  })
}

function read(answer: unknown): InferenceResponse {
  const { id, stop = 'error', text, tokens } = answer as Piece
  return {
    attributes: {
      'gen_ai.response.id': id,
      'gen_ai.response.finish_reasons': [stop],
      'gen_ai.usage.input_tokens': tokens?.read,
      'gen_ai.usage.output_tokens': tokens?.written,
    },
    output: () => ({ text, finishReason: stop === 'max_length' ? 'length' : stop }),
    messages: () => (text === '' ? [] : [said({ role: 'assistant', text })]),
  }
}

const said = ({ role, text }: Turn): Message => ({ role, parts: [{ type: 'text', content: text }] })

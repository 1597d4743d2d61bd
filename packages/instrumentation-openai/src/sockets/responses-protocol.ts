import { ATTR_GEN_AI_REQUEST_STREAM } from '@kansoku/core/semconv'

import type { StreamFold } from '../call/answer.ts'
import { someText, type Wire } from '../reading/wire.ts'
import {
  foldResponseEvent,
  responseEventsAnswer,
  startResponseEvents,
} from '../responses/events.ts'
import { responsesInput } from '../responses/messages.ts'
import { responsesRequestAttributes } from '../responses/request.ts'
import type { Beginning, Protocol } from './protocol.ts'

/** The Responses API over WebSocket: `response.create` has the fields of the HTTP request, the events are its stream's. */
export const RESPONSES: Protocol = {
  sent: () => {},
  received: () => {},
  asked: responsesBeginning,
  // The response repeats the request with all defaults, which nobody sent: only the model is taken from it.
  begun: ({ model }, provider) => responsesBeginning({ model }, provider),
  final: new Set([
    'response.completed',
    'response.incomplete',
    'response.failed',
    'response.cancelled',
  ]),
  // A successor belongs to what was asked before.
  setsContext: new Set(['response.create']),
  spontaneous: false,
}

export function responsesBeginning(request: Wire, provider: string): Beginning {
  return {
    operation: 'chat',
    model: someText(request['model']),
    attributes: {
      ...responsesRequestAttributes(request, provider),
      // Implicit over a socket.
      [ATTR_GEN_AI_REQUEST_STREAM]: true,
    },
    input: () => responsesInput(request),
    fold: (keepsText) => {
      const fold = responsesFold(provider, keepsText)
      // Only prepared: there is no output that a contract could judge.
      return request['generate'] === false
        ? { ...fold, response: () => ({ ...fold.response(), output: undefined }) }
        : fold
    },
  }
}

export function responsesFold(provider: string, keepsText: boolean): StreamFold {
  const stream = startResponseEvents(keepsText)
  return {
    add: (event) => foldResponseEvent(stream, event),
    response: () => responseEventsAnswer(stream, provider),
  }
}

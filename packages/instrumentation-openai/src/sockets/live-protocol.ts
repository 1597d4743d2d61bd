import type { StreamFold } from '../call/answer.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'
import type { Protocol } from './protocol.ts'
import { RESPONSES, responsesBeginning, responsesFold } from './responses-protocol.ts'

/** Items of one response that are kept until its last event. */
const MAX_ITEMS = 1000

/**
 * Live speaks without responses and is billed by the second. What it delegates to a model of the Responses API comes as
 * that API's events in `response.event`, with their usage: these are recorded. The application configures the model once,
 * and sees no request.
 */
export function liveProtocol(): Protocol {
  /** What the application configured, and what the server reports of it. */
  let configured: Wire = {}
  let reported: Wire = {}
  return {
    ...RESPONSES,
    asked: undefined,
    sent: (event) => {
      if (CONFIGURE.has(text(event['type']) ?? ''))
        configured = { ...configured, ...backendIn(event) }
    },
    received: (event) => {
      if (event['type'] === 'session.started' || event['type'] === 'session.updated')
        reported = backendIn(event)
    },
    within: (event) =>
      event['type'] === 'response.event'
        ? { ...fields(event['event']), stream_id: text(event['delegation_id']) }
        : event,
    begun: (response, provider) => {
      const model = someText(configured['model']) ?? reported['model'] ?? response['model']
      return {
        ...responsesBeginning({ ...configured, model }, provider),
        fold: (keepsText) => withOutput(responsesFold(provider, keepsText), keepsText),
      }
    },
    setsContext: CONFIGURE,
    spontaneous: true,
  }
}

const CONFIGURE: ReadonlySet<string> = new Set(['session.start', 'session.update'])

function backendIn(event: Wire): Wire {
  return fields(fields(fields(event['session'])['delegation'])['responses'])
}

/** Live leaves the output out of the last event, where it is read: it stands in the events before. */
function withOutput({ add, response }: StreamFold, keepsText: boolean): StreamFold {
  const items: Wire[] = []
  return {
    add: (value) => {
      const event = fields(value)
      const last = fields(event['response'])
      if (event['type'] === 'response.output_item.done' && items.length < MAX_ITEMS)
        items.push(keepsText ? fields(event['item']) : outline(fields(event['item'])))
      const lacking =
        RESPONSES.final.has(text(event['type']) ?? '') && list(last['output']).length === 0
      return add(lacking ? { ...event, response: { ...last, output: items } } : event)
    },
    response,
  }
}

/** What tells for whom the response waits. */
function outline({ call_id, execution, type }: Wire): Wire {
  return { call_id, execution, type }
}

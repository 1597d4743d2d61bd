/** A model call as the tests tell it; what they leave out is ordinary. */
export interface Call {
  readonly prompt?: string
  readonly version?: string
  readonly operation?: string
  readonly model?: string
  readonly deployment?: string
  readonly customer?: string
  readonly conversation?: string
  readonly response?: string
  readonly turn?: number
  readonly label?: string
  readonly valid?: boolean
  readonly weight?: number
  readonly failed?: boolean
  readonly error?: string
  readonly ms?: number
  /** Input tokens. */
  readonly tokens?: number
  readonly outputTokens?: number
  readonly time?: string
  /** Trace, span and the span around it. */
  readonly trace?: string
  readonly id?: string
  readonly parent?: string
  /** Captured messages, and what else stands in Properties. */
  readonly properties?: Readonly<Record<string, string>>
}

type Row = Readonly<Record<string, unknown>>

/** Keys of a value, where there is one. */
const given = (
  entries: Readonly<Record<string, string | number | boolean | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entries).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, String(value)] as const],
    ),
  )

/** The stored row of a call in AppDependencies, with the keys that the exporter writes. */
export function callRow(call: Call): Row {
  const { prompt = 'search_decision', operation = 'chat', tokens, outputTokens = 1 } = call
  return {
    TimeGenerated: new Date(call.time ?? '2026-03-01T12:00:00Z'),
    Name: operation,
    OperationId: call.trace ?? '',
    Id: call.id ?? '',
    ParentId: call.parent ?? '',
    Success: call.failed !== true,
    DurationMs: call.ms ?? 100,
    ItemCount: call.weight ?? 1,
    Properties: given({
      ...call.properties,
      'gen_ai.operation.name': operation,
      'gen_ai.response.model': call.model,
      'gen_ai.response.id': call.response,
      'gen_ai.conversation.id': call.conversation,
      'gen_ai.prompt.name': prompt,
      'gen_ai.prompt.version': call.version,
      'llmops.deployment.name': call.deployment,
      'llmops.metadata.customer': call.customer,
      'llmops.metadata.turn': call.turn,
      'llmops.output.valid': call.valid,
      'llmops.output.label': call.label,
      'llmops.error.type': call.error,
    }),
    Measurements:
      tokens === undefined
        ? {}
        : { 'gen_ai.usage.input_tokens': tokens, 'gen_ai.usage.output_tokens': outputTokens },
  }
}

/** An evaluation as the tests tell it. */
export interface StoredEvaluation {
  readonly name: string
  readonly score?: number
  readonly label?: string
  readonly kind?: string
  readonly prompt?: string
  readonly version?: string
  readonly response?: string
  readonly error?: string
  readonly weight?: number
  readonly time?: string
}

/** The stored row of an evaluation in AppEvents. */
export function evaluationRow(evaluation: StoredEvaluation): Row {
  const { score } = evaluation
  return {
    TimeGenerated: new Date(evaluation.time ?? '2026-03-01T13:00:00Z'),
    Name: 'gen_ai.evaluation.result',
    ItemCount: evaluation.weight ?? 1,
    Properties: given({
      'gen_ai.evaluation.name': evaluation.name,
      'gen_ai.evaluation.score.value': score,
      'gen_ai.evaluation.score.label': evaluation.label,
      'gen_ai.response.id': evaluation.response,
      'llmops.evaluation.evaluator.kind': evaluation.kind ?? 'code',
      'llmops.prompt.name': evaluation.prompt,
      'llmops.prompt.version': evaluation.version,
      'llmops.error.type': evaluation.error,
    }),
    Measurements: score === undefined ? {} : { 'gen_ai.evaluation.score.value': score },
  }
}

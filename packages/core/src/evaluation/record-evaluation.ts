import type { Attributes } from '@opentelemetry/api'

import { applyContentPolicy } from '../content/apply-content-policy.ts'
import { capturesOnEvent } from '../content/capture.ts'
import { contentSettings } from '../content/content-policy.ts'
import { guard } from '../guard.ts'
import { ATTR_LLMOPS_CONTENT_CAPTURE } from '../llmops.ts'
import { defaultTelemetry } from '../operation/default-telemetry.ts'
import type { Telemetry } from '../operation/telemetry.ts'
import { ATTR_GEN_AI_EVALUATION_EXPLANATION, EVENT_GEN_AI_EVALUATION_RESULT } from '../semconv.ts'
import { warnOnce } from '../warn-once.ts'
import { evaluationAttributes } from './evaluation-attributes.ts'
import { type Evaluation, evaluationProblem } from './evaluation.ts'
import { type JudgedCall, judgedCall } from './judged-call.ts'

/**
 * Records what an evaluator says of a model call, as the event `gen_ai.evaluation.result` of the OpenTelemetry
 * conventions (`docs/gen-ai/gen-ai-events.md`). It is joined with the call by span or by response id, so it may come
 * late, and from another process. In Azure it becomes a row of `AppEvents`.
 *
 * Never throws and costs nothing without an SDK. What breaks the rules of {@link Evaluation} is not recorded; `diag`
 * says why, once.
 *
 * @example
 * ```ts
 * const completion = await client.chat.completions.create(params)
 * recordEvaluation({
 *   responseId: completion.id,
 *   name: 'relevance',
 *   score: 0.8,
 *   label: 'relevant',
 *   evaluator: { name: 'relevance_judge', kind: 'model' },
 * })
 * ```
 */
export function recordEvaluation(evaluation: Evaluation): void {
  record('recordEvaluation', () => ({ evaluation }))
}

/** What is to be recorded, and attributes beside those of every evaluation. */
export interface Recordable {
  readonly evaluation: Evaluation
  readonly more?: Attributes
}

/**
 * @param by the function that the application called, for messages
 * @param read gives what to record; called only where somebody listens
 */
export function record(by: string, read: () => Recordable): void {
  guard(by, () => {
    const telemetry = defaultTelemetry()
    if (!telemetry) return
    const { evaluation, more } = read()
    const problem = evaluationProblem(evaluation)
    if (problem === undefined) emit(by, telemetry, evaluation, more)
    else warnOnce(`${by}(): ${problem}. It is not recorded`)
  })
}

function emit(by: string, telemetry: Telemetry, evaluation: Evaluation, more?: Attributes): void {
  const call = judgedCall(evaluation)
  if (!call.found)
    warnOnce(
      `${by}(): it belongs to no call, no span of a model, tool or agent being active. Give responseId, or call with what callRefOf() gave`,
    )
  const attributes = {
    ...evaluationAttributes(evaluation, call),
    ...more,
    ...explanationAttributes(telemetry, evaluation, call),
  }
  const taken = telemetry.emit({
    eventName: EVENT_GEN_AI_EVALUATION_RESULT,
    context: call.context,
    attributes: attributes as Record<string, never>,
  })
  if (!taken)
    warnOnce(
      `${by}(): evaluations are log records with a name, and there is no OpenTelemetry logger provider to take them`,
    )
}

/** The explanation, as far as content may go to events; that there was one stands there in any case. */
function explanationAttributes(
  { contentPolicy }: Telemetry,
  { explanation }: Evaluation,
  { prompt }: JudgedCall,
): Readonly<Record<string, unknown>> {
  if (typeof explanation !== 'string' || explanation === '') return {}
  const settings = contentSettings(contentPolicy, prompt)
  if (!capturesOnEvent(settings.capture)) return { [ATTR_LLMOPS_CONTENT_CAPTURE]: 'none' }
  const content = { [ATTR_GEN_AI_EVALUATION_EXPLANATION]: explanation }
  const { forEvent, remarks } = applyContentPolicy(settings, content, prompt)
  return { [ATTR_LLMOPS_CONTENT_CAPTURE]: 'event', ...remarks, ...forEvent }
}

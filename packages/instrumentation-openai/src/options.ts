import { type CaptureMode, parseCaptureMode } from '@kansoku/core'
import type { InstrumentationConfig } from '@opentelemetry/instrumentation'

/** Options of the instrumentation and of `instrumentOpenAI`. */
export interface OpenAIInstrumentationConfig extends InstrumentationConfig {
  /**
   * Where prompts and completions are recorded: `NO_CONTENT`, `SPAN_ONLY`, `EVENT_ONLY` or `SPAN_AND_EVENT`.
   * Falls back to `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`, which also takes `true` (`SPAN_ONLY`) and `false`.
   *
   * @defaultValue `'NO_CONTENT'`
   */
  captureMessageContent?: CaptureMode
  /**
   * `gen_ai.provider.name` of every call, for gateways whose host name hides whose API answers.
   *
   * @defaultValue told by the host name of the client's base URL, else by the client's class
   */
  providerName?: string
}

export interface ResolvedOptions {
  readonly capture: CaptureMode
  readonly providerName: string | undefined
  /** What the user has to know about the options, if anything. */
  readonly warning: string | undefined
}

const CAPTURE_VARIABLE = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'

/** Options object over environment over default. An unknown capture mode records nothing and says so. */
export function resolveOptions(
  config: OpenAIInstrumentationConfig,
  env: NodeJS.ProcessEnv,
): ResolvedOptions {
  const given: unknown = config.captureMessageContent
  const set = env[CAPTURE_VARIABLE]
  const asked = given === undefined ? (set?.trim() === '' ? undefined : set) : spelled(given)
  const capture = asked === undefined ? 'NO_CONTENT' : parseCaptureMode(asked)
  const from = given === undefined ? CAPTURE_VARIABLE : 'captureMessageContent'
  return {
    capture: capture ?? 'NO_CONTENT',
    providerName: config.providerName === '' ? undefined : config.providerName,
    warning:
      capture === undefined
        ? `${from}: "${asked}" is not a capture mode, nothing is captured. Use NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT`
        : undefined,
  }
}

/** JavaScript callers may give anything, `true` among it; a wrong option must not stop the application. */
function spelled(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : typeof value
}

import {
  type CaptureMode,
  type ContentPolicy,
  type ResolvedContentPolicy,
  resolveContentPolicy,
} from '@kansoku/core'
import type { InstrumentationConfig } from '@opentelemetry/instrumentation'

import type { InferredBy } from './reading/output-format.ts'
import { fields } from './reading/wire.ts'

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
   * What is recorded of content, and how: redaction, size budgets, media, tools, rules for single prompts. Its members
   * fall back to `KANSOKU_CONTENT_*`.
   *
   * @defaultValue nothing is recorded
   * @example
   * ```ts
   * new OpenAIInstrumentation({ contentPolicy: { capture: 'SPAN_ONLY', redact: redactors.all } })
   * ```
   */
  contentPolicy?: ContentPolicy | ResolvedContentPolicy
  /**
   * `gen_ai.provider.name` of every call, for gateways whose host name hides whose API answers.
   *
   * @defaultValue told by the host name of the client's base URL, else by the client's class
   */
  providerName?: string
  /**
   * Asks streamed chat and legacy completions for their usage (`stream_options.include_usage`), where the application does
   * not say itself whether it wants it, and keeps what the API sends in addition from the application. The raw body, as of
   * `asResponse()`, has it. A server that refuses the field refuses the call: leave it off there.
   * Falls back to `KANSOKU_INCLUDE_USAGE` (`true` or `false`).
   *
   * @defaultValue `false`
   */
  includeUsage?: boolean
  /**
   * Takes the output format of a request (`response_format`, `text.format`) as its contract: JSON, and what its schema
   * says. Where `prompt.run` declares a contract, that one counts. The label is the value of the only `enum` of texts at
   * the top of the schema, or of the field that is named here, and is recorded without content capture.
   * Falls back to `KANSOKU_INFER_CONTRACTS` (`true` or `false`).
   *
   * @defaultValue `false`
   * @example
   * ```ts
   * new OpenAIInstrumentation({ inferContracts: { label: 'result.decision' } })
   * ```
   */
  inferContracts?: boolean | { readonly label?: string }
}

export interface ResolvedOptions {
  readonly contentPolicy: ResolvedContentPolicy
  readonly providerName: string | undefined
  readonly includeUsage: boolean
  /** How contracts are inferred; `undefined` where they are not. */
  readonly inferContracts: InferredBy | undefined
  /** What the user has to know about the options, if anything. */
  readonly warnings: readonly string[]
}

const USAGE_VARIABLE = 'KANSOKU_INCLUDE_USAGE'
const INFER_VARIABLE = 'KANSOKU_INFER_CONTRACTS'

/** Options object over environment over default. What is not understood counts as off, and is said. */
export function resolveOptions(
  config: OpenAIInstrumentationConfig,
  env: NodeJS.ProcessEnv,
): ResolvedOptions {
  const { captureMessageContent } = config
  const contentPolicy = resolveContentPolicy(config.contentPolicy, env, { captureMessageContent })
  const usage = choose('includeUsage', config, USAGE_VARIABLE, env, parseBoolean)
  const infers = inference(config, env)
  return {
    contentPolicy,
    providerName: config.providerName === '' ? undefined : config.providerName,
    includeUsage: usage.value ?? false,
    inferContracts: infers.value,
    warnings: [
      ...contentPolicy.warnings,
      ...usage.unknown.map((what) => `${what} is neither true nor false, usage is not asked for`),
      ...infers.unknown.map(
        (what) =>
          `${what} is neither true, false nor { label: 'field' }, contracts are not inferred`,
      ),
    ],
  }
}

/** What an option says, the environment where it is not given; and what of it was not understood, if it was not. */
function choose<T>(
  option: keyof OpenAIInstrumentationConfig,
  config: OpenAIInstrumentationConfig,
  variable: string,
  env: NodeJS.ProcessEnv,
  parse: (text: string) => T | undefined,
): { readonly value: T | undefined; readonly unknown: readonly string[] } {
  const given: unknown = config[option]
  const asked = given === undefined ? env[variable]?.trim() || undefined : spelled(given)
  if (asked === undefined) return { value: undefined, unknown: [] }
  const value = parse(asked)
  const from = given === undefined ? variable : option
  return { value, unknown: value === undefined ? [`${from}: "${asked}"`] : [] }
}

function inference(
  config: OpenAIInstrumentationConfig,
  env: NodeJS.ProcessEnv,
): { readonly value: InferredBy | undefined; readonly unknown: readonly string[] } {
  const given: unknown = config.inferContracts
  if (typeof given === 'object' && given !== null) {
    const { label } = fields(given)
    if (label === undefined) return { value: {}, unknown: [] }
    return typeof label === 'string' && label !== ''
      ? { value: { label }, unknown: [] }
      : { value: undefined, unknown: [`inferContracts.label: "${spelled(label)}"`] }
  }
  const { unknown, value } = choose('inferContracts', config, INFER_VARIABLE, env, parseBoolean)
  return { value: value === true ? {} : undefined, unknown }
}

function parseBoolean(text: string): boolean | undefined {
  return { true: true, false: false }[text.toLowerCase()]
}

/** JavaScript callers may give anything, `true` among it; a wrong option must not stop the application. */
function spelled(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : typeof value
}

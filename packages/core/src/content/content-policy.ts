import type { CaptureMode } from './capture.ts'

/** Where a piece of text stands, for a {@link Redactor} that treats some places differently. */
export interface ContentPlace {
  /** The attribute it will be part of: `gen_ai.input.messages`, `gen_ai.tool.call.arguments`, `exception.message` … */
  readonly attribute: string
  /** The way to it from there: `gen_ai.input.messages[2].parts[0].arguments.query`. */
  readonly path: string
  /** Whether the application said it, or the model, tool, store or provider answered it. */
  readonly direction: 'input' | 'output'
  /** Whose message it is part of: `system`, `user`, `assistant`, `tool` … */
  readonly role?: string | undefined
  /** The kind of the part: `text`, `tool_call`, `reasoning` … */
  readonly type?: string | undefined
  /** The prompt that the call belongs to. */
  readonly prompt?: PromptIdentity | undefined
}

/** A prompt by its name, and its version where that is known. */
export interface PromptIdentity {
  readonly name: string
  readonly version?: string | number | undefined
}

/**
 * Gives back the text as it may be recorded: unchanged, with something replaced, or `undefined` to leave it out, which
 * shows as `[redacted]`. Called for every piece of text, synchronously: an `async` function is not a redactor, because
 * the call's telemetry cannot wait for it.
 *
 * One that throws, or answers with anything but text, loses the piece: `[redaction failed]` stands in its place, and
 * `llmops.content.redaction_failed` counts it.
 *
 * @example
 * ```ts
 * const noCustomerNumbers: Redactor = (text) => text.replaceAll(/\bC-\d{6}\b/g, '[customer]')
 * ```
 */
export type Redactor = (text: string, place: ContentPlace) => string | undefined

/** In bytes of UTF-8, each at least 256. What is longer is cut, valid JSON stays valid JSON, no character is torn. */
export interface ContentBudgets {
  /** One piece of text. Falls back to `KANSOKU_CONTENT_TEXT_BYTES`. @defaultValue 32768 */
  readonly textBytes?: number | undefined
  /** One attribute, such as all input messages as JSON. Falls back to `KANSOKU_CONTENT_ATTRIBUTE_BYTES`. @defaultValue 65536 */
  readonly attributeBytes?: number | undefined
  /** Single attributes by their name, where they have to be smaller; `gen_ai.prompt.variable` is each prompt variable. */
  readonly attributes?: Readonly<Record<string, number>> | undefined
  /** All content of one call. Falls back to `KANSOKU_CONTENT_CALL_BYTES`. @defaultValue 131072 */
  readonly callBytes?: number | undefined
  /** The base64 of one picture, sound or file under `media: 'blob'`; a longer one is left out, a part of it is of no use. Falls back to `KANSOKU_CONTENT_BLOB_BYTES`. @defaultValue 8192 */
  readonly blobBytes?: number | undefined
}

/**
 * What is recorded of pictures, sounds and files. The part itself always stays, so that one sees there was one.
 * `uri`: addresses and file ids, no bytes. `blob`: bytes, too, within `blobBytes`. `omit`: neither.
 */
export type MediaMode = 'uri' | 'blob' | 'omit'

/** What is recorded of the tools that a call offers: type and name, or also description and parameters. */
export type ToolDefinitionMode = 'names' | 'full'

/** What may be recorded, and how: for all calls, or for those of one prompt. */
export interface ContentRules {
  /**
   * Where content is recorded. Falls back to `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`.
   * @defaultValue `'NO_CONTENT'`
   */
  readonly capture?: CaptureMode | undefined
  /**
   * Run one after the other over every piece of text, before any exporter sees it. A prompt's own run after the
   * general ones and take none of them away. Falls back to `KANSOKU_CONTENT_REDACT`, names of
   * {@link redactors} with commas between, or `all`.
   * @defaultValue none
   */
  readonly redact?: Redactor | readonly Redactor[] | undefined
  readonly budgets?: ContentBudgets | undefined
  /** Falls back to `KANSOKU_CONTENT_MEDIA`. @defaultValue `'uri'` */
  readonly media?: MediaMode | undefined
  /** Falls back to `KANSOKU_CONTENT_TOOL_DEFINITIONS`. @defaultValue `'names'` */
  readonly toolDefinitions?: ToolDefinitionMode | undefined
}

/**
 * The one place that decides about prompts, completions, tool arguments and the like: whether they are recorded at all,
 * what is taken out of them, and how much of them is kept.
 *
 * @example
 * ```ts
 * const contentPolicy: ContentPolicy = {
 *   capture: 'SPAN_ONLY',
 *   redact: [redactors.all, noCustomerNumbers],
 *   prompts: {
 *     medical_history: { capture: 'NO_CONTENT' },
 *     'search_decision@7': { budgets: { textBytes: 4096 } },
 *   },
 * }
 * ```
 */
export interface ContentPolicy extends ContentRules {
  /**
   * Other rules for the calls of a prompt, by its name, or for one version by `name@version`. What a version does not say,
   * its prompt says; what a prompt does not say, the general rules say. They can switch content on as well as off: the
   * policy is the only place that can, a prompt's definition is not.
   */
  readonly prompts?: Readonly<Record<string, ContentRules>> | undefined
}

/** Every question answered, for the calls of one prompt. */
export interface ContentSettings {
  readonly capture: CaptureMode
  readonly redactors: readonly Redactor[]
  readonly textBytes: number
  readonly attributeBytes: number
  /** Attribute → bytes, where they are fewer. */
  readonly attributes: Readonly<Record<string, number>>
  readonly callBytes: number
  readonly blobBytes: number
  readonly media: MediaMode
  readonly toolDefinitions: ToolDefinitionMode
}

/** A policy as operations use it; see {@link resolveContentPolicy}. */
export interface ResolvedContentPolicy {
  readonly general: ContentSettings
  /** By name, and by `name@version`. */
  readonly prompts: ReadonlyMap<string, ContentSettings>
  /** Whether any call may have content at all. */
  readonly capturesAnything: boolean
  /** What a person should hear about: values that were not understood. */
  readonly warnings: readonly string[]
  /** Gives another policy in the place of this one, where what is recorded now has its own: asked in the context of each call. */
  readonly instead?: (() => ResolvedContentPolicy | undefined) | undefined
}

/** The rules for one call, in its context. Without rules of its own, a prompt has the general ones. */
export function contentSettings(
  ofAll: ResolvedContentPolicy,
  prompt: PromptIdentity | undefined,
): ContentSettings {
  const policy = ofAll.instead?.() ?? ofAll
  if (prompt === undefined || policy.prompts.size === 0) return policy.general
  return (
    policy.prompts.get(`${prompt.name}@${prompt.version}`) ??
    policy.prompts.get(prompt.name) ??
    policy.general
  )
}

/**
 * Content in the shapes of the conventions' JSON schemas (`gen_ai.input.messages` and its siblings).
 * Source: open-telemetry/semantic-conventions-genai, `docs/gen-ai/gen-ai-spans.md`, at 06ec68e.
 */
export type MessagePart =
  | { readonly type: 'text' | 'reasoning'; readonly content: string }
  | {
      readonly type: 'tool_call'
      readonly name: string
      readonly id?: string | undefined
      readonly arguments?: unknown
    }
  | {
      readonly type: 'tool_call_response'
      readonly response: unknown
      readonly id?: string | undefined
    }
  | {
      readonly type: 'blob'
      readonly modality: string
      readonly content: string
      readonly mime_type?: string | undefined
    }
  | {
      readonly type: 'uri'
      readonly modality: string
      readonly uri: string
      readonly mime_type?: string | undefined
    }
  | { readonly type: 'file'; readonly modality: string; readonly file_id: string }
  | { readonly type: 'refusal'; readonly content: string }
  | {
      readonly type: 'server_tool_call'
      readonly name: string
      readonly id?: string | undefined
      readonly server_tool_call: ServerTool
    }
  | {
      readonly type: 'server_tool_call_response'
      readonly id?: string | undefined
      readonly server_tool_call_response: ServerTool
    }
  | { readonly type: 'compaction'; readonly id?: string | undefined }
  | GenericPart

/** What a tool that the provider runs was asked, or answered. */
export interface ServerTool {
  readonly type: string
  readonly [field: string]: unknown
}

/**
 * Everything that has no shape of its own. The schemas take any unknown `type` for such a part; these two names are the
 * ones that upstream is about to ask for (pull request 584).
 */
export interface GenericPart {
  readonly type: 'generic'
  readonly generic_type: string
  readonly [field: string]: unknown
}

/** One message: whose it is, and what it is made of. */
export interface Message {
  readonly role: string
  readonly parts: readonly MessagePart[]
  readonly name?: string | undefined
}

/** Description and parameters are prompts, too: they are recorded only where the content policy asks for them. */
export interface ToolDefinition {
  readonly type: string
  readonly name: string
  readonly description?: string | undefined
  /** A JSON schema. */
  readonly parameters?: unknown
}

/** The content of a request, by the attribute that each becomes. */
export interface InputContent {
  readonly systemInstructions?: readonly MessagePart[]
  readonly inputMessages?: readonly Message[]
  readonly toolDefinitions?: readonly ToolDefinition[]
  /** What a retrieval looks for. */
  readonly retrievalQuery?: string
}

import {
  contentKeys,
  type Message,
  type MessagePart,
  parseInstructions,
  parseMessages,
} from './messages.ts'

/** What `LLMContent` says of a text. */
export type ContentState =
  | 'whole'
  | 'cut'
  | 'incomplete'
  | 'altered'
  | 'hash only'
  | 'not readable'
  | 'not captured'

/** A row of `LLMContent`: one content attribute of a call, or its absence. */
export interface ContentRow {
  readonly Key: string
  readonly State: ContentState
  readonly Text: string
  /** Where the text was: `Properties`, `event`, `AppTraces`, `AppGenAIContent`, `console record`. */
  readonly Source: string
  /** Of the whole text, where it is known. */
  readonly Bytes: number | null
}

/** Why the content of a call is not there, or not whole. */
export interface ContentNotice {
  readonly kind: Exclude<ContentState, 'whole'> | 'unreadable' | 'no output'
  /** The attribute; empty where it is about all of the call. */
  readonly key: string
  readonly bytes: number | null
}

/** What was said in a call. */
export interface CallContent {
  readonly instructions: readonly MessagePart[]
  readonly input: readonly Message[]
  readonly output: readonly Message[]
  /** Attributes that are no messages: tool definitions, arguments, documents. */
  readonly others: readonly ContentRow[]
  readonly notices: readonly ContentNotice[]
}

const messageKeys: ReadonlySet<string> = new Set(Object.values(contentKeys))

/** The content of a call from the rows of `LLMContent`. */
export function contentOf(rows: readonly ContentRow[]): CallContent {
  const text = (key: string): string => rows.find(({ Key }) => Key === key)?.Text ?? ''
  const [input, output] = [
    parseMessages(text(contentKeys.input)),
    parseMessages(text(contentKeys.output)),
  ]
  return {
    instructions: parseInstructions(text(contentKeys.instructions)) ?? [],
    input: input ?? [],
    output: output ?? [],
    others: rows.filter(({ Key, Text }) => Text !== '' && !messageKeys.has(Key)),
    notices: [
      ...rows.flatMap(noticeOf),
      ...(input !== undefined && !rows.some(({ Key }) => Key === contentKeys.output)
        ? [{ kind: 'no output', key: '', bytes: null } as const]
        : []),
    ],
  }
}

function noticeOf(row: ContentRow): readonly ContentNotice[] {
  const { Key: key, State, Text, Bytes: bytes } = row
  if (State !== 'whole') return [{ kind: State, key, bytes }]
  const isShown =
    !messageKeys.has(key) || (parseMessages(Text) ?? parseInstructions(Text)) !== undefined
  return isShown ? [] : [{ kind: 'unreadable', key, bytes }]
}

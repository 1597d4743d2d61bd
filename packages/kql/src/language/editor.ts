import type { KqlHover, KqlRange, KqlToken } from '../editor.ts'
import { completionsOf } from './editor-completions.ts'
import { tokenKinds } from './editor-kinds.ts'
import { signatureOf } from './editor-signature.ts'
import type { Code } from './kusto-types.ts'
import { language, list, parse, type Workspace } from './kusto.ts'
import type { Answer, Question } from './protocol.ts'

interface Range {
  readonly Start: number
  readonly Length: number
}
/** What we use of `KustoCodeService`. */
export interface CodeService {
  GetCompletionItems(position: number, options: unknown): unknown
  GetQuickInfo(position: number): { readonly Text: string | null } | null
  GetElement(position: number): Range
  GetClassifications(
    start: number,
    length: number,
    clip: boolean,
    wait: boolean,
  ): { readonly Classifications: unknown }
}

export interface Document {
  readonly text: string
  readonly code: Code
  readonly service: CodeService
  readonly workspace: Workspace
}

function documentOf(text: string, workspace: Workspace): Document {
  const code = parse(text, workspace)
  const service = new language.Editor.KustoCodeService.ctor(code) as CodeService
  return { text, code, service, workspace }
}

function hoverOf({ text, service }: Document, position: number): KqlHover | undefined {
  const info = service.GetQuickInfo(position)?.Text?.trim()
  if (!info) return undefined
  return { text: info, range: wordAt(text, position, service) }
}

/** The element under the pointer, or the name that ends there. */
function wordAt(text: string, position: number, service: CodeService): KqlRange {
  const { Start: start, Length: length } = service.GetElement(position)
  if (position === 0 || /\w/u.test(text.charAt(start))) return { start, length }
  const before = service.GetElement(position - 1)
  return { start: before.Start, length: before.Length }
}

function tokensOf({ text, service }: Document): KqlToken[] {
  const { Classifications } = service.GetClassifications(0, text.length, true, true)
  return list<Range & { readonly Kind: number }>(Classifications)
    .filter(({ Length }) => Length > 0)
    .map(({ Kind, Start, Length }) => ({
      kind: tokenKinds.get(Kind) ?? 'text',
      start: Start,
      length: Length,
    }))
}

type EditorQuestion = Exclude<Question, { readonly task: 'plan' | 'check' }>

export const isEditorQuestion = (question: Question): question is EditorQuestion =>
  question.task !== 'plan' && question.task !== 'check'

export function editorAnswer(question: EditorQuestion, workspace: Workspace): Answer {
  const document = documentOf(question.query, workspace)
  const at = 'position' in question ? question.position : 0
  const position = Math.max(0, Math.min(question.query.length, at))
  switch (question.task) {
    case 'tokens':
      return { kind: 'tokens', tokens: tokensOf(document) }
    case 'completions':
      return { kind: 'completions', ...completionsOf(document, position) }
    case 'hover':
      return { kind: 'hover', hover: hoverOf(document, position) }
    case 'signature':
      return { kind: 'signature', signature: signatureOf(document, position) }
    default:
      return question satisfies never
  }
}

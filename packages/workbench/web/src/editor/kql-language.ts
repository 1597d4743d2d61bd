import type {
  KqlCompletion,
  KqlCompletionKind,
  KqlCompletions,
  KqlDiagnostic,
  KqlHover,
  KqlSignatureHelp,
  KqlToken,
} from '@kansoku/kql'

import { post } from '../data/ask.ts'
import { monaco } from './monaco.ts'
import { encodeTokens, tokenKinds } from './semantic-tokens.ts'

export const KQL = 'kql'

type Model = monaco.editor.ITextModel

/** Asks Microsoft's language service, which runs in the workbench. A question that nobody waits for any more is taken back. */
async function askLanguage<T>(
  task: string,
  model: Model,
  position: number,
  token?: monaco.CancellationToken,
): Promise<T | undefined> {
  const stop = new AbortController()
  token?.onCancellationRequested(() => stop.abort())
  const text = model.getValue(monaco.editor.EndOfLinePreference.LF)
  try {
    return (
      (await post<T | null>('/api/language', { task, text, position }, stop.signal)) ?? undefined
    )
  } catch {
    // An editor without help is still an editor.
    return undefined
  }
}

const rangeIn = (
  model: Model,
  { start, length }: { start: number; length: number },
): monaco.IRange =>
  monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(start + length))

let isRegistered = false

/** Once for all editors. */
export function registerKql(): void {
  if (isRegistered) return
  isRegistered = true
  monaco.languages.register({ id: KQL })
  monaco.languages.setLanguageConfiguration(KQL, {
    comments: { lineComment: '//' },
    brackets: [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
    autoClosingPairs: ['()', '[]', '{}', '""', "''"].map((pair) => ({
      open: pair.charAt(0),
      close: pair.charAt(1),
    })),
  })
  // What needs no analyser is coloured at once; names and operators follow with its answer.
  monaco.languages.setMonarchTokensProvider(KQL, {
    tokenizer: {
      root: [
        [/\/\/.*$/, 'comment'],
        [/[hH]?@?"(?:[^"\\]|\\.)*"?/, 'string'],
        [/[hH]?@?'(?:[^'\\]|\\.)*'?/, 'string'],
        [/\b\d+(?:\.\d+)?(?:[a-z]+)?\b/, 'number'],
        [/[{}()[\]|,;]/, 'delimiter'],
      ],
    },
  })
  monaco.languages.registerCompletionItemProvider(KQL, {
    triggerCharacters: ['.', ' ', '(', '|', '['],
    provideCompletionItems,
  })
  monaco.languages.registerHoverProvider(KQL, { provideHover })
  monaco.languages.registerSignatureHelpProvider(KQL, {
    signatureHelpTriggerCharacters: ['(', ','],
    provideSignatureHelp,
  })
  monaco.languages.registerDocumentRangeSemanticTokensProvider(KQL, {
    getLegend: () => ({ tokenTypes: [...tokenKinds], tokenModifiers: [] }),
    provideDocumentRangeSemanticTokens: async (model, _range, token) => {
      const tokens = await askLanguage<readonly KqlToken[]>('tokens', model, 0, token)
      return { data: encodeTokens(model, tokens ?? []) }
    },
  })
}

const { CompletionItemKind } = monaco.languages
const kinds: Readonly<Record<KqlCompletionKind, monaco.languages.CompletionItemKind>> = {
  operator: CompletionItemKind.Keyword,
  keyword: CompletionItemKind.Keyword,
  punctuation: CompletionItemKind.Operator,
  column: CompletionItemKind.Field,
  table: CompletionItemKind.Class,
  function: CompletionItemKind.Function,
  aggregate: CompletionItemKind.Function,
  'saved-function': CompletionItemKind.Method,
  variable: CompletionItemKind.Variable,
  type: CompletionItemKind.TypeParameter,
  chart: CompletionItemKind.EnumMember,
  option: CompletionItemKind.Property,
  text: CompletionItemKind.Text,
}

async function provideCompletionItems(
  model: Model,
  position: monaco.Position,
  _context: monaco.languages.CompletionContext,
  token: monaco.CancellationToken,
): Promise<monaco.languages.CompletionList> {
  const answer = await askLanguage<KqlCompletions>(
    'completions',
    model,
    model.getOffsetAt(position),
    token,
  )
  if (answer === undefined) return { suggestions: [] }
  const range = rangeIn(model, answer.replaces)
  return {
    suggestions: answer.items.map((item) => suggestionOf(item, range)),
  }
}

function suggestionOf(item: KqlCompletion, range: monaco.IRange): monaco.languages.CompletionItem {
  const { kind, label, filter, sort, insert, caret, documentation, evaluated } = item
  return {
    kind: kinds[kind],
    // Azure runs it and this engine does not: better said before it is written.
    label: evaluated ? label : { label, description: 'Azure' },
    filterText: filter,
    sortText: sort,
    range,
    ...withCaret(insert, caret),
    ...(documentation !== undefined && { documentation }),
  }
}

const escapeSnippet = (text: string): string => text.replaceAll(/[\\$}]/g, '\\$&')

/** Where the caret stands afterwards, as a snippet says it. */
function withCaret(
  insert: string,
  caret: number,
): Pick<monaco.languages.CompletionItem, 'insertText' | 'insertTextRules'> {
  if (caret === insert.length) return { insertText: insert }
  return {
    insertText: `${escapeSnippet(insert.slice(0, caret))}$0${escapeSnippet(insert.slice(caret))}`,
    insertTextRules: monaco.languages.CompletionItemInsertTextRule.InsertAsSnippet,
  }
}

async function provideHover(
  model: Model,
  position: monaco.Position,
  token: monaco.CancellationToken,
): Promise<monaco.languages.Hover | undefined> {
  const hover = await askLanguage<KqlHover>('hover', model, model.getOffsetAt(position), token)
  return (
    hover && {
      contents: [{ value: escapeMarkdown(hover.text) }],
      range: rangeIn(model, hover.range),
    }
  )
}

/** Plain text: what looks like markup in it is none. */
const escapeMarkdown = (text: string): string =>
  text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~]/g, '\\$&').replaceAll('\n', '  \n')

async function provideSignatureHelp(
  model: Model,
  position: monaco.Position,
  token: monaco.CancellationToken,
): Promise<monaco.languages.SignatureHelpResult | undefined> {
  const help = await askLanguage<KqlSignatureHelp>(
    'signature',
    model,
    model.getOffsetAt(position),
    token,
  )
  if (help === undefined) return undefined
  return {
    value: {
      activeSignature: 0,
      activeParameter: help.argument,
      signatures: help.signatures.map(({ label, parameters }) => ({
        label,
        parameters: parameters.map(({ name }) => ({ label: name })),
        documentation: help.documentation ?? '',
      })),
    },
    dispose: () => undefined,
  }
}

const severities = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  suggestion: monaco.MarkerSeverity.Hint,
} as const

/** Marks what the analyser says of the text, unless the text has changed meanwhile. */
export async function markProblems(model: Model): Promise<void> {
  const version = model.getVersionId()
  const found = await askLanguage<readonly KqlDiagnostic[]>('check', model, 0)
  if (found === undefined || model.isDisposed() || model.getVersionId() !== version) return
  monaco.editor.setModelMarkers(
    model,
    KQL,
    found
      .filter((diagnostic) => diagnostic.function === undefined)
      .map(({ message, severity, start, length }) =>
        Object.assign(
          { message, severity: severities[severity] },
          rangeIn(model, { start, length: Math.max(length, 1) }),
        ),
      ),
  )
}

import type { KqlCompletion, KqlRange } from '../editor.ts'
import { completionKinds } from './editor-kinds.ts'
import type { Document } from './editor.ts'
import type { SymbolNode } from './kusto-types.ts'
import { columnsOf, language, list } from './kusto.ts'

interface Item {
  readonly Kind: number
  readonly DisplayText: string
  readonly MatchText: string
  readonly OrderText: string | null
  readonly BeforeText: string | null
  readonly AfterText: string | null
}

/** What Microsoft's service offers at a place: it inserts `bin(|)` with the caret between. */
export function completionsOf(
  document: Document,
  position: number,
): { items: Omit<KqlCompletion, 'evaluated'>[]; replaces: KqlRange } {
  const found = document.service.GetCompletionItems(
    position,
    language.Editor.CompletionOptions.Default,
  ) as {
    readonly Items: unknown
    readonly EditStart: number
    readonly EditLength: number
  }
  const describe = descriptionsAt(document, position)
  return {
    replaces: { start: found.EditStart, length: found.EditLength },
    items: list<Item>(found.Items).map((item) => completion(item, describe(item.MatchText))),
  }
}

function completion(
  item: Item,
  documentation: string | undefined,
): Omit<KqlCompletion, 'evaluated'> {
  const before = (item.BeforeText ?? item.DisplayText).replace(/\( $/u, '(')
  return {
    kind: completionKinds.get(item.Kind) ?? 'text',
    label: item.DisplayText,
    filter: item.MatchText,
    sort: item.OrderText ?? item.DisplayText,
    insert: before + (item.AfterText ?? ''),
    caret: before.length,
    ...(documentation && { documentation }),
  }
}

const described = ['Column', 'Table', 'Local'] as const

/** Types of the columns and variables in scope, columns of tables, descriptions of saved functions. */
function descriptionsAt(
  { code, workspace }: Document,
  position: number,
): (name: string) => string | undefined {
  const { SymbolMatch } = language.Symbols
  const match = described.reduce((all, each) => all | (SymbolMatch[each] ?? 0), 0)
  const symbols = list<SymbolNode>(code.GetSymbolsInScope(position, match, 0))
  const texts = new Map(symbols.map((symbol) => [symbol.Name, descriptionOf(symbol)]))
  return (name) => texts.get(name) ?? workspace.functions.get(name)?.symbol.Description ?? undefined
}

function descriptionOf(symbol: SymbolNode): string | undefined {
  const columns = columnsOf(symbol).map(({ name, type }) => `${name}: ${type}`)
  return columns.length > 0 ? columns.join(', ') : symbol.Type?.Name
}

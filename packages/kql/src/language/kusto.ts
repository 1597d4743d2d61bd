/**
 * The only file that touches Microsoft's parser. It runs in a worker thread, because the two files set globals
 * (`Bridge`, `System`, `Kusto`) and take a second to warm up. Quirks of version 12.4.1 stay here.
 */
import { createRequire } from 'node:module'

import type { KqlColumn, KqlFunction, KqlType } from '../types.ts'
import type {
  Code,
  Diagnostic,
  KustoLanguage,
  Problem,
  SymbolNode,
  SyntaxNode,
  Token,
} from './kusto-types.ts'

const load = createRequire(import.meta.url)
// First the runtime, then the language: the second file fails without the first. The package's `main` is the
// non-minified build, which takes four times as long to load.
load('@kusto/language-service-next/bridge.min.js')
load('@kusto/language-service-next/Kusto.Language.Bridge.min.js')
export const language: KustoLanguage = (
  globalThis as unknown as { Kusto: { Language: KustoLanguage } }
).Kusto.Language

interface Wrapped {
  readonly Element$1?: unknown
  readonly Element?: unknown
}
interface SystemList {
  readonly Count: number
  getItem(index: number): Wrapped | null
}

/** Lists come as arrays or as System lists; an element may be wrapped together with its separator. */
export function list<T = SyntaxNode>(source: unknown): T[] {
  if (!source) return []
  const count = Array.isArray(source) ? source.length : (source as SystemList).Count
  return Array.from({ length: count }, (_, index) => {
    const element = Array.isArray(source)
      ? (source[index] as Wrapped)
      : (source as SystemList).getItem(index)
    return (element?.Element$1 ?? element?.Element ?? element) as T
  })
}

/** Where the separators of a list stand. */
export function separators(source: unknown): number[] {
  if (!source) return []
  const elements = source as { Count: number; getItem(index: number): { Separator?: Token | null } }
  return Array.from({ length: elements.Count }, (_, index) => elements.getItem(index).Separator)
    .filter((separator) => separator !== undefined && separator !== null && separator.Width > 0)
    .map((separator) => (separator as Token).TextStart)
}

const named = (value: object): string => (value.constructor as unknown as { $$name: string }).$$name

/** `PipeExpression`, `FilterOperator`, `NameReference` … */
export function kind(node: SyntaxNode): string {
  return named(node).replace('Kusto.Language.Syntax.', '')
}

/** `ColumnSymbol`, `VariableSymbol`, `TableSymbol` …; the same name may be any of them. */
export function symbolKind(node: SyntaxNode): string {
  const symbol = node.ReferencedSymbol
  return symbol ? named(symbol).replace('Kusto.Language.Symbols.', '') : ''
}

/** The class of a result's type: `TableSymbol`, `TupleSymbol`, … */
export const typeKind = (node: SyntaxNode): string =>
  node.ResultType ? (named(node.ResultType).split('.').at(-1) ?? '') : ''

export const textOf = (node: SyntaxNode): string =>
  node.ToString(language.Syntax.IncludeTrivia.Minimal).trim()

export function children(node: SyntaxNode): SyntaxNode[] {
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).filter(
    (child) => child !== null && typeof child === 'object' && 'GetChild' in child,
  )
}

// `dynamic(array)` and the like are refinements that only the analyser uses.
const plainType = (name: string): KqlType =>
  (name.startsWith('dynamic') ? 'dynamic' : name) as KqlType

/** The scalar type of an expression: a `KqlType`, or the analyser's `unknown`, `null`, `error` … */
export function scalarType(node: SyntaxNode): KqlType | undefined {
  const type = node.ResultType
  return type && !type.Columns ? plainType(type.Name) : undefined
}

export const isTabular = (node: SyntaxNode): boolean => Boolean(node.ResultType?.Columns)

export function columnsOf(type: { readonly Columns?: unknown } | null | undefined): KqlColumn[] {
  return list<{ Name: string; Type: { Name: string } }>(type?.Columns).map((column) => ({
    name: column.Name,
    type: plainType(column.Type.Name),
  }))
}

/** `kind=`, `withsource=` … of an operator, as text without quotes. */
export function option(operator: SyntaxNode, name: string): string | undefined {
  const parameter = list(operator.Parameters).find((node) => node.Name?.SimpleName === name)
  return parameter?.Expression && textOf(parameter.Expression).replace(/^["']|["']$/gu, '')
}

export const aggregateNames: ReadonlySet<string> = new Set(
  list<SymbolNode>(language.Aggregates.All).map((symbol) => symbol.Name),
)

export const builtInFunctions: readonly SymbolNode[] = [
  ...list<SymbolNode>(language.Functions.All),
  ...list<SymbolNode>(language.Aggregates.All),
  ...list<SymbolNode>(language.PlugIns.All),
]

export interface Parameter {
  readonly Name: string
  readonly DefaultValue?: SyntaxNode | null
}
export function parametersOf(symbol: SymbolNode): Parameter[] {
  const [signature] = list<{ readonly Parameters: unknown }>(symbol.Signatures)
  return list<Parameter>(signature?.Parameters)
}

export interface Workspace {
  readonly globals: unknown
  readonly tables: Readonly<Record<string, readonly KqlColumn[]>>
  /** Stored functions by name: their bodies are texts of their own. */
  readonly functions: ReadonlyMap<string, { readonly symbol: SymbolNode; readonly body: string }>
}

/** Declares tables and stored functions to the analyser. */
export function workspace(
  tables: Readonly<Record<string, readonly KqlColumn[]>>,
  functions: readonly KqlFunction[],
): Workspace {
  const { TableSymbol, ColumnSymbol, FunctionSymbol, DatabaseSymbol, ScalarTypes } =
    language.Symbols
  const tableSymbols = Object.entries(tables).map(
    ([name, columns]) =>
      new TableSymbol.$ctor4(
        name,
        columns.map(
          (column) => new ColumnSymbol.ctor(column.name, ScalarTypes.GetSymbol(column.type)),
        ),
      ),
  )
  const stored = functions.map(({ name, parameters, body, documentation = '' }) => ({
    name,
    body,
    symbol: new FunctionSymbol.$ctor16(name, `(${parameters})`, `{${body}\n}`, documentation),
  }))
  const symbols = [...tableSymbols, ...stored.map(({ symbol }) => symbol)]
  return {
    tables,
    // The cache keeps what the body of a stored function was analysed to: without it a call of a body of 60 lines costs
    // 90 ms in each query, with it the first one does.
    globals: language.GlobalState.Default.WithDatabase(
      new DatabaseSymbol.ctor('workspace', symbols),
    ).WithCache(),
    functions: new Map(stored.map((entry) => [entry.name, entry])),
  }
}

const problem =
  (syntax: ReadonlySet<string>) =>
  (diagnostic: Diagnostic): Problem => ({
    code: diagnostic.Code,
    severity: diagnostic.Severity,
    message: diagnostic.Message,
    start: diagnostic.Start,
    length: diagnostic.Length,
    syntax: syntax.has(`${diagnostic.Code}@${diagnostic.Start}`),
  })

export function calledFunctionProblems(call: SyntaxNode): Problem[] {
  return list<Diagnostic>(call.GetCalledFunctionDiagnostics()).map(problem(new Set()))
}

export interface Analysis {
  readonly statements: readonly SyntaxNode[]
  readonly problems: readonly Problem[]
}

let last: { readonly query: string; readonly globals: unknown; readonly code: Code } | undefined

/** An editor asks several things about one text, and then runs it: its analysis is kept until the next text comes. */
export function parse(query: string, { globals }: Workspace): Code {
  if (last?.query !== query || last.globals !== globals)
    last = { query, globals, code: language.KustoCode.ParseAndAnalyze(query, globals) }
  return last.code
}

export function analyze(query: string, declared: Workspace): Analysis {
  const code = parse(query, declared)
  const syntax = list<Diagnostic>(code.GetSyntaxDiagnostics()).map((d) => `${d.Code}@${d.Start}`)
  return {
    statements: list(code.Syntax.Statements),
    problems: list<Diagnostic>(code.GetDiagnostics()).map(problem(new Set(syntax))),
  }
}

/** What we use of the parser's objects. Its own declarations are 1.7 MB of globals. */
export interface SymbolNode {
  readonly Name: string
  readonly Type?: { readonly Name: string } | null
  readonly IsView?: boolean
  readonly Description?: string | null
  readonly Columns?: unknown
  readonly Members?: unknown
  readonly Signatures?: unknown
}
interface ResultType {
  readonly Name: string
  readonly Columns?: unknown
  readonly IsOpen?: boolean
}

/** What we use of a syntax node. Members exist or not by kind; the lowering knows which. */
export interface SyntaxNode {
  readonly Parent?: SyntaxNode | null
  readonly ChildCount: number
  readonly TextStart: number
  readonly Width: number
  readonly ResultType?: ResultType | null
  readonly ReferencedSymbol?: SymbolNode | null
  readonly SimpleName?: string
  readonly Text?: string
  readonly LiteralValue?: unknown
  readonly LiteralValueInfo?: { readonly ValueText?: string | null } | null
  readonly Name?: SyntaxNode
  readonly Expression?: SyntaxNode
  readonly Selector?: SyntaxNode
  readonly Operator?: SyntaxNode
  readonly Left?: SyntaxNode
  readonly Right?: SyntaxNode
  readonly First?: SyntaxNode
  readonly Second?: SyntaxNode
  readonly Condition?: SyntaxNode
  readonly ConditionClause?: SyntaxNode
  readonly LookupClause?: SyntaxNode
  readonly ByExpression?: SyntaxNode
  readonly ByClause?: SyntaxNode | null
  readonly OnClause?: SyntaxNode
  readonly RangeClause?: SyntaxNode
  readonly DefaultExpression?: SyntaxNode | null
  readonly BinClause?: SyntaxNode | null
  readonly Ordering?: SyntaxNode | null
  readonly ArgumentList?: SyntaxNode
  readonly OpenParen?: Token | null
  readonly CloseParen?: Token | null
  readonly Schema?: SyntaxNode
  readonly From?: SyntaxNode
  readonly To?: SyntaxNode
  readonly Step?: SyntaxNode
  readonly ToTypeOf?: SyntaxNode | null
  readonly TypeOf?: SyntaxNode
  readonly InClause?: SyntaxNode | null
  readonly DataScope?: SyntaxNode | null
  readonly Subquery?: SyntaxNode
  readonly Operand?: SyntaxNode
  readonly Project?: SyntaxNode | null
  readonly ProjectAway?: SyntaxNode | null
  readonly ContextIdClause?: SyntaxNode | null
  readonly RowLimitClause?: SyntaxNode | null
  readonly RowLimit?: SyntaxNode
  readonly WithClause?: SyntaxNode | null
  readonly AsIdentifier?: SyntaxNode | null
  readonly Value?: SyntaxNode
  readonly Body?: SyntaxNode
  readonly Function?: SyntaxNode
  readonly FunctionCall?: SyntaxNode
  readonly Expressions?: unknown
  readonly Aggregates?: unknown
  readonly Parameters?: unknown
  readonly Properties?: unknown
  readonly Statements?: unknown
  readonly Values?: unknown
  readonly Pairs?: unknown
  readonly Clauses?: unknown
  readonly Steps?: unknown
  readonly Declarations?: unknown
  readonly Assignments?: unknown
  readonly OrderByClause?: SyntaxNode | null
  readonly PartitionByClause?: SyntaxNode | null
  readonly DeclareClause?: SyntaxNode | null
  readonly ComputationClause?: SyntaxNode | null
  readonly OptionalKeyword?: SyntaxNode | null
  readonly ScanStepOutput?: SyntaxNode | null
  readonly NameAndType?: SyntaxNode
  readonly DefaultValue?: SyntaxNode | null
  readonly OfExpression?: SyntaxNode
  readonly WithOthersClause?: SyntaxNode | null
  readonly Patterns?: unknown
  readonly Keys?: SyntaxNode
  readonly Columns?: unknown
  readonly Type?: SyntaxNode
  readonly Names?: unknown
  readonly Types?: unknown
  GetChild(index: number): SyntaxNode | null
  ToString(trivia: unknown): string
  GetCalledFunctionBody(): SyntaxNode | null
  GetCalledFunctionDiagnostics(): unknown
  GetPositionInOriginalTree(position: number): number
}

export interface Problem {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly start: number
  readonly length: number
  readonly syntax: boolean
}

export interface Diagnostic {
  readonly Code: string
  readonly Severity: string
  readonly Message: string
  readonly Start: number
  readonly Length: number
}
export interface Code {
  readonly Syntax: SyntaxNode & { GetTokenAt(position: number): Token | null }
  GetDiagnostics(): unknown
  GetSyntaxDiagnostics(): unknown
  GetSymbolsInScope(position: number, match: number, functions: number): unknown
}
export interface Token {
  readonly TextStart: number
  readonly Width: number
  readonly Parent: SyntaxNode | null
  GetPreviousToken(): Token | null
}
type Constructor = new (...args: unknown[]) => SymbolNode
export interface KustoLanguage {
  readonly KustoCode: { ParseAndAnalyze(text: string, globals: unknown): Code }
  readonly GlobalState: {
    readonly Default: { WithDatabase(database: unknown): { WithCache(): unknown } }
  }
  readonly Aggregates: { readonly All: unknown }
  readonly Functions: { readonly All: unknown }
  readonly PlugIns: { readonly All: unknown }
  readonly Syntax: { readonly IncludeTrivia: { readonly Minimal: unknown } }
  readonly Symbols: {
    readonly TableSymbol: { readonly $ctor4: Constructor }
    readonly ColumnSymbol: { readonly ctor: Constructor }
    readonly FunctionSymbol: { readonly $ctor16: Constructor }
    readonly DatabaseSymbol: { readonly ctor: Constructor }
    readonly ScalarTypes: { GetSymbol(name: string): unknown }
    readonly SymbolMatch: Readonly<Record<string, number>>
  }
  readonly Editor: {
    readonly KustoCodeService: { readonly ctor: new (code: Code) => unknown }
    readonly CompletionOptions: { readonly Default: unknown }
    readonly CompletionKind: Readonly<Record<string, number>>
    readonly ClassificationKind: Readonly<Record<string, number>>
  }
}

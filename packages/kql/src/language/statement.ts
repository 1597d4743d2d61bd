import type { Plan } from '../ast.ts'
import { type Context, unsupported } from './context.ts'
import { insideQuery, shareConstant } from './facts.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { isTabular, kind, list, textOf } from './kusto.ts'

/** Computes once; readers share the result, so that the plan is a graph and not a copied tree. */
export function memoized<T>(compute: () => T): () => T {
  let value: { readonly value: T } | undefined
  return () => (value ??= { value: compute() }).value
}

/** Options that change nothing about the answer here. */
const harmlessOptions: ReadonlySet<string> = new Set([
  'notruncation',
  'norequesttimeout',
  'servertimeout',
])

/** A statement before the last expression: binds a name in the scope. */
export function declare(statement: SyntaxNode, context: Context): void {
  switch (kind(statement)) {
    case 'LetStatement':
      return declareLet(statement, context)
    case 'SetOptionStatement':
      if (harmlessOptions.has(statement.Name?.SimpleName ?? '')) return
      throw unsupported(`set ${statement.Name?.SimpleName}`, statement, context)
    default:
      throw unsupported(
        `the statement "${textOf(statement).split(/\s/u, 1)[0]}"`,
        statement,
        context,
      )
  }
}

function declareLet(statement: SyntaxNode, context: Context): void {
  const name = statement.Name?.SimpleName ?? ''
  const value = statement.Expression as SyntaxNode
  // What the definition sees: not itself, so that `let T = T | …` reads the table T.
  const scope = { ...context.scope, names: new Map(context.scope.names) }
  const inner = { ...context, scope }
  if (kind(value) === 'FunctionDeclaration') {
    const isView = /^view\b/u.test(textOf(value))
    const view = memoized((): Plan => viewRows(value, inner))
    context.scope.names.set(name, { kind: 'function', scope, ...(isView && { view }) })
  } else if (isTabular(value)) {
    const plan = memoized((): Plan => context.lower.table(value, insideQuery(inner)))
    context.scope.names.set(name, { kind: 'table', plan })
  } else {
    const expr = shareConstant(context.lower.expression(value, inner))
    context.scope.names.set(name, { kind: 'scalar', expr, perRow: false })
  }
}

/** A view has no parameters: its body is a query like any other. */
function viewRows(declaration: SyntaxNode, context: Context): Plan {
  const body = declaration.Body as SyntaxNode
  const inner = insideQuery(context)
  for (const statement of list(body.Statements)) declare(statement, inner)
  return context.lower.table(body.Expression as SyntaxNode, inner)
}

import type { Plan } from '../ast.ts'
import { KqlError } from '../error.ts'
import type { KqlVisualization } from '../types.ts'
import { constructName, type Context, type Source, unsupported } from './context.ts'
import { lowerExpression } from './expression.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { isTabular, kind, type Workspace } from './kusto.ts'
import type { KnownSchema } from './protocol.ts'
import { declare } from './statement.ts'
import { lowerOperator, lowerTable } from './table.ts'

export interface Lowered {
  readonly plan: Plan
  readonly visualization?: KqlVisualization
}

/** From Microsoft's tree to the plan: plain nodes, names and types resolved, functions inlined. */
export function lowerQuery(
  source: Source,
  statements: readonly SyntaxNode[],
  workspace: Workspace,
  schemas: readonly KnownSchema[],
): Lowered {
  let visualization: KqlVisualization | undefined
  const context: Context = {
    workspace,
    lower: { expression: lowerExpression, table: lowerTable, operator: lowerOperator },
    source,
    schemas,
    scope: { names: new Map() },
    depth: 0,
    seen: { windows: false },
    rendered: (value) => {
      visualization = value
    },
  }
  const expressions = statements.filter((each) => kind(each) === 'ExpressionStatement')
  const [only, second] = expressions
  if (second) throw unsupported('a second query in one text', second, context)
  if (!only) throw new KqlError('semantic', 'the text holds no query')
  for (const statement of statements) if (statement !== only) declare(statement, context)
  const expression = only.Expression as SyntaxNode
  if (!isTabular(expression))
    throw unsupported(`a query that ends in ${endOf(expression)} and not in a table`, only, context)
  const plan = lowerTable(expression, context)
  return visualization ? { plan, visualization } : { plan }
}

/** `facet`, `fork` and `consume` give no table, or several. */
function endOf(node: SyntaxNode): string {
  return kind(node) === 'PipeExpression' && node.Operator
    ? `"${constructName(node.Operator)}"`
    : 'a value'
}

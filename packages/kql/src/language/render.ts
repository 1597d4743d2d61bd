import type { Plan } from '../ast.ts'
import type { KqlColumn, KqlVisualization } from '../types.ts'
import type { Context } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { children, kind, list, textOf } from './kusto.ts'

const lists: ReadonlySet<string> = new Set(['ycolumns', 'series', 'anomalycolumns'])
const known: ReadonlySet<string> = new Set(['title', 'xcolumn', 'xtitle', 'ytitle'])

function propertyText(value: SyntaxNode): string {
  return value.LiteralValue !== undefined &&
    kind(value) === 'LiteralExpression' &&
    textOf(value).match(/^["'@]/u)
    ? (value.LiteralValue as string)
    : textOf(value)
}

/** Kind and properties of a `render`, as metadata: rows pass unchanged. */
function visualization(node: SyntaxNode): KqlVisualization {
  const chart = children(node)[1]
  const named = [...list(node.Parameters), ...list(node.WithClause?.Properties)]
  const drawing: Record<string, unknown> = { kind: chart ? textOf(chart) : 'table' }
  const properties: Record<string, string> = {}
  for (const parameter of named) {
    const name = parameter.Name?.SimpleName ?? ''
    const value = parameter.Expression as SyntaxNode
    if (lists.has(name)) {
      const names = kind(value) === 'NameReferenceList' ? list(value.Names) : [value]
      drawing[name] = names.map((each) => each.SimpleName ?? propertyText(each))
    } else if (known.has(name)) {
      drawing[name] = propertyText(value)
    } else if (name === 'kind') {
      drawing['stacking'] = propertyText(value)
    } else {
      properties[name] = propertyText(value)
    }
  }
  if (Object.keys(properties).length > 0) drawing['properties'] = properties
  return drawing as unknown as KqlVisualization
}

export function lowerRender(
  node: SyntaxNode,
  input: Plan,
  _columns: readonly KqlColumn[],
  context: Context,
): Plan {
  context.rendered(visualization(node))
  return input
}

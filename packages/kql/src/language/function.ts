import type { Expr } from '../ast.ts'
import { KqlError } from '../error.ts'
import { positionOf } from '../position.ts'
import {
  type Binding,
  type Context,
  fail,
  lookup,
  type Scope,
  type Source,
  unsupported,
} from './context.ts'
import { conversionCall } from './convert.ts'
import { readsRow, shareConstant } from './facts.ts'
import type { SymbolNode, SyntaxNode } from './kusto-types.ts'
import {
  calledFunctionProblems,
  isTabular,
  kind,
  list,
  type Parameter,
  parametersOf,
} from './kusto.ts'
import { declare, memoized } from './statement.ts'

const deepestCall = 64

interface CalledFunction {
  readonly body: SyntaxNode
  /** The context of the body's last expression. */
  readonly inner: Context
}

/**
 * The analyser expands a called function's body once per call, with the types of its arguments. Arguments are bound
 * here; the body's own statements are declared in order.
 */
export function lowerCalledFunction(
  node: SyntaxNode,
  args: readonly SyntaxNode[],
  context: Context,
  piped?: Binding,
): CalledFunction {
  const symbol = node.ReferencedSymbol as SymbolNode
  const body = node.GetCalledFunctionBody()
  if (!body) throw unsupported(`the function ${symbol.Name}()`, node, context)
  if (context.depth >= deepestCall) {
    throw fail(
      'semantic',
      `${symbol.Name}() calls itself or nests more than ${deepestCall} deep`,
      node,
      context,
    )
  }
  const found = lookup(symbol.Name, context.scope)?.binding
  const closure = found?.kind === 'function' ? found.scope : undefined
  const source = closure ? letSource(body, context) : storedSource(symbol, node, context)
  refuseProblems(node, source)
  const scope: Scope = {
    ...(closure && { parent: closure }),
    names: bindArguments(symbol, args, context, piped),
  }
  const { columns: _columns, aggregates: _aggregates, ...rest } = context
  const inner = { ...rest, scope, source, depth: context.depth + 1 }
  for (const statement of list(body.Statements)) declare(statement, inner)
  return { body: body.Expression as SyntaxNode, inner }
}

function letSource(body: SyntaxNode, context: Context): Source {
  return { ...context.source, offset: context.source.offset + body.GetPositionInOriginalTree(0) }
}

function storedSource(symbol: SymbolNode, node: SyntaxNode, context: Context): Source {
  const stored = context.workspace.functions.get(symbol.Name)
  if (!stored) throw unsupported(`the function ${symbol.Name}()`, node, context)
  // The analyser sees the body in braces.
  return { text: stored.body, function: symbol.Name, offset: -1 }
}

function refuseProblems(call: SyntaxNode, source: Source): void {
  const problem = calledFunctionProblems(call).find(({ severity }) => severity === 'Error')
  if (!problem || source.function === undefined) return
  const at = positionOf(source.text, Math.max(0, problem.start + source.offset), problem.length)
  const where = `in function ${source.function}, line ${at.line}, column ${at.column}`
  throw new KqlError(
    problem.syntax ? 'syntax' : 'semantic',
    `${problem.code}: ${problem.message} (${where})`,
    at,
  )
}

function bindArguments(
  symbol: SymbolNode,
  args: readonly SyntaxNode[],
  context: Context,
  piped: Binding | undefined,
): Map<string, Binding> {
  const names = new Map<string, Binding>()
  const parameters = parametersOf(symbol)
  let position = 0
  const [first] = parameters
  if (piped && first) {
    names.set(first.Name, piped)
    position = 1
  }
  for (const arg of args) {
    const named = kind(arg) === 'SimpleNamedExpression' ? arg.Name?.SimpleName : undefined
    const parameter = named ? parameters.find(({ Name }) => Name === named) : parameters[position++]
    if (!parameter) throw unsupported('this argument', arg, context)
    names.set(parameter.Name, bindArgument(arg, parameter, context))
  }
  for (const parameter of parameters) {
    if (names.has(parameter.Name) || !parameter.DefaultValue) continue
    names.set(parameter.Name, {
      kind: 'scalar',
      expr: context.lower.expression(parameter.DefaultValue, context),
      perRow: false,
    })
  }
  return names
}

function bindArgument(arg: SyntaxNode, parameter: Parameter, context: Context): Binding {
  if (isTabular(arg))
    return { kind: 'table', plan: memoized(() => context.lower.table(arg, context)) }
  const expr: Expr = shareConstant(
    conversionCall(context.lower.expression(arg, context), parameter),
  )
  return { kind: 'scalar', expr, perRow: readsRow(expr) }
}

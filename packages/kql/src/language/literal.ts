import type { DynamicNode, Expr } from '../ast.ts'
import type { KqlType } from '../types.ts'
import { parseGuid } from '../values/convert.ts'
import { longOrNull, parseInteger } from '../values/number.ts'
import { parseDatetime, parseTimespan } from '../values/ticks.ts'
import { type Context, fail, placeOf, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { children, kind, list, scalarType, textOf } from './kusto.ts'

const specialReals: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  '+inf': Number.POSITIVE_INFINITY,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
}

/**
 * The analyser's own values are wrong for NaN, infinities, hexadecimal longs and most timespans, and lose what is
 * below a millisecond: so the text is parsed here.
 */
function parse(text: string, type: KqlType): unknown {
  if (text.toLowerCase() === 'null' || text === '') return null
  switch (type) {
    case 'int':
    case 'long': {
      const value = parseInteger(text)
      return value === null ? undefined : (longOrNull(value) ?? undefined)
    }
    case 'real':
      return specialReals[text.toLowerCase()] ?? Number(text)
    case 'bool':
      return text.toLowerCase() === 'true' || (/^-?\d+$/u.test(text) && Number(text) !== 0)
    case 'datetime':
      return parseDatetime(text) ?? undefined
    case 'timespan':
      return parseTimespan(text) ?? undefined
    case 'guid':
      return parseGuid(text) ?? undefined
    default:
      return undefined
  }
}

function valueOf(node: SyntaxNode, type: KqlType, context: Context): unknown {
  if (type === 'string') return String(node.LiteralValue)
  const text = (node.LiteralValueInfo?.ValueText ?? '').trim()
  const value = parse(text, type)
  if (value === undefined) {
    throw fail(
      'runtime',
      `${type} literal out of range or not understood: ${textOf(node)}`,
      node,
      context,
    )
  }
  return value
}

export function lowerLiteral(node: SyntaxNode, context: Context): Expr {
  const type = scalarType(node)
  if (type === undefined) throw unsupported('this literal', node, context)
  if (type === 'decimal') {
    // Its value does not survive the way out of the worker: it travels as text.
    const text = (node.LiteralValueInfo?.ValueText ?? '').trim()
    const value = text.toLowerCase() === 'null' ? '' : text
    const argument: Expr = { kind: 'literal', type: 'string', value }
    return { kind: 'call', name: 'todecimal', args: [argument], type, at: placeOf(node, context) }
  }
  return { kind: 'literal', type, value: valueOf(node, type, context) }
}

/** The default of a declaration, to which the analyser gives no type of its own. */
export function lowerDefault(node: SyntaxNode, type: KqlType, context: Context): Expr {
  if (kind(node) !== 'LiteralExpression') throw unsupported('this default', node, context)
  return { kind: 'literal', type, value: valueOf(node, type, context) }
}

/** `dynamic(…)`: JSON, in which KQL literals such as `datetime(…)` may stand. */
export function lowerDynamic(node: SyntaxNode, context: Context): DynamicNode {
  switch (kind(node)) {
    case 'DynamicExpression':
      return node.Expression
        ? lowerDynamic(node.Expression, context)
        : { kind: 'value', type: 'dynamic', value: null }
    case 'JsonArrayExpression':
      return { kind: 'array', items: list(node.Values).map((item) => lowerDynamic(item, context)) }
    case 'JsonObjectExpression':
      return {
        kind: 'bag',
        entries: list(node.Pairs).map((pair) => {
          const [name] = children(pair)
          const key = name && kind(name) === 'LiteralExpression' ? name.LiteralValue : name?.Text
          return [unquote(String(key)), lowerDynamic(pair.Value as SyntaxNode, context)] as const
        }),
      }
    case 'PrefixUnaryExpression': {
      const inner = lowerDynamic(node.Expression as SyntaxNode, context)
      if (inner.kind !== 'value' || inner.value === null)
        throw unsupported('dynamic literal', node, context)
      if (node.Operator?.Text === '+') return inner
      return { ...inner, value: -(inner.value as number) }
    }
    case 'CompoundStringLiteralExpression':
    case 'LiteralExpression': {
      const type = scalarType(node)
      const plain = textOf(node)
      if (plain === 'null' || type === undefined)
        return { kind: 'value', type: 'dynamic', value: null }
      if (type === 'decimal') throw unsupported('decimal literal', node, context)
      const value = valueOf(node, type, context)
      if (type === 'real' && value !== null && !Number.isFinite(value)) {
        throw fail('runtime', `number out of range in dynamic(): ${plain}`, node, context)
      }
      return { kind: 'value', type: type === 'guid' ? 'string' : type, value }
    }
    default:
      throw unsupported(`${textOf(node)} inside dynamic()`, node, context)
  }
}

function unquote(text: string): string {
  return /^(["']).*\1$/su.test(text) ? text.slice(1, -1) : text
}

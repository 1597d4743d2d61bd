import type { Call } from '../ast.ts'
import { type Context, unsupported } from './context.ts'
import type { SyntaxNode } from './kusto-types.ts'

/** What is known of decimals: exact arithmetic, comparison, conversion, the simple aggregates. */
const known: ReadonlySet<string> = new Set(
  [
    '+ - * / % negate == != <> < <= > >= between !between in !in isnull isnotnull notnull gettype',
    'todecimal toint tolong toreal todouble tostring strcat',
    'iff iif case coalesce max_of min_of pack_array bag_pack pack parse_version',
    'count countif sum sumif avg avgif min minif max maxif dcount dcountif count_distinct',
    'make_list make_set take_any any arg_max arg_min',
  ].flatMap((names) => names.split(' ')),
)

/** Of these all values have to be decimals: how Kusto mixes them is not known. */
const unmixed: ReadonlySet<string> = new Set(['iff', 'iif', 'case', 'coalesce', 'max_of', 'min_of'])

/** Functions that take anything beside anything. */
const mixing: ReadonlySet<string> = new Set([
  'todecimal',
  'strcat',
  'pack_array',
  'bag_pack',
  'pack',
  'arg_max',
  'arg_min',
])

export function refuseDecimals(call: Call, node: SyntaxNode, context: Context): Call {
  const types = call.args.map(({ type }) => type)
  if (call.type !== 'decimal' && !types.includes('decimal')) return call
  const mixed =
    (unmixed.has(call.name) && types.some((type) => type !== 'decimal' && type !== 'bool')) ||
    (types.includes('dynamic') && !mixing.has(call.name))
  if (mixed || !known.has(call.name))
    throw unsupported(`"${call.name}" of decimals${mixed ? ' with others' : ''}`, node, context)
  return call
}

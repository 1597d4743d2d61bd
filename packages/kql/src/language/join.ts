import type { Join, JoinColumn, JoinKey, JoinKind, Plan } from '../ast.ts'
import type { KqlColumn } from '../types.ts'
import { type Context, unsupported } from './context.ts'
import { insideQuery } from './facts.ts'
import type { SyntaxNode } from './kusto-types.ts'
import { kind, list, option, textOf } from './kusto.ts'

const kinds: Readonly<Record<string, JoinKind>> = {
  innerunique: 'innerunique',
  inner: 'inner',
  leftouter: 'leftouter',
  rightouter: 'rightouter',
  fullouter: 'fullouter',
  leftsemi: 'leftsemi',
  leftanti: 'leftanti',
  anti: 'leftanti',
  leftantisemi: 'leftanti',
  rightsemi: 'rightsemi',
  rightanti: 'rightanti',
  rightantisemi: 'rightanti',
}

function joinKind(node: SyntaxNode, otherwise: JoinKind, context: Context): JoinKind {
  const name = option(node, 'kind')
  if (name === undefined) return otherwise
  const join = kinds[name]
  if (!join) throw unsupported(`kind=${name}`, node, context)
  return join
}

/** The side of `$left.k` and its column. */
function sided(node: SyntaxNode): { side: string; name: string } {
  return { side: node.Expression?.SimpleName ?? '', name: node.Selector?.SimpleName ?? '' }
}

function keyPairs(clause: SyntaxNode | undefined, context: Context): [string, string][] {
  if (!clause || kind(clause) !== 'JoinOnClause') return []
  return list(clause.Expressions).map((each): [string, string] => {
    const inner = kind(each) === 'ParenthesizedExpression' ? (each.Expression as SyntaxNode) : each
    if (kind(inner) === 'NameReference') {
      const name = inner.SimpleName ?? ''
      return [name, name]
    }
    const pair = [inner.Left, inner.Right].map((side) => (side ? sided(side) : undefined))
    const left = pair.find((each_) => each_?.side === '$left')
    const right = pair.find((each_) => each_?.side === '$right')
    if (inner.Operator?.Text !== '==' || !left || !right) {
      throw unsupported(`the join condition "${textOf(inner)}"`, inner, context)
    }
    return [left.name, right.name]
  })
}

interface Sides {
  readonly left: Plan
  readonly right: Plan
  readonly names: readonly [string, string][]
  readonly keys: readonly JoinKey[]
}

function sides(
  node: SyntaxNode,
  clause: SyntaxNode | undefined,
  left: Plan,
  context: Context,
): Sides {
  const right = context.lower.table(node.Expression as SyntaxNode, insideQuery(context))
  const names = keyPairs(clause, context)
  const column = (plan: Plan, name: string) => {
    const found = plan.columns.find((each) => each.name === name)
    if (!found) throw unsupported(`the join key "${name}"`, node, context)
    return { kind: 'column', name, type: found.type } as const
  }
  const keys = names.map(([l, r]) => ({ left: column(left, l), right: column(right, r) }))
  if (keys.length === 0) throw unsupported('a join without keys', node, context)
  return { left, right, names, keys }
}

const from = (plan: Plan, side: 'left' | 'right'): { side: 'left' | 'right'; from: string }[] =>
  plan.columns.map(({ name }) => ({ side, from: name }))

function finish(
  join: JoinKind,
  { left, right, keys }: Sides,
  origins: readonly Omit<JoinColumn, 'name'>[],
  columns: readonly KqlColumn[],
  node: SyntaxNode,
  context: Context,
): Join {
  if (origins.length !== columns.length) throw unsupported('this form of join', node, context)
  const outputs = origins.map((origin, index) => ({ ...origin, name: columns[index]?.name ?? '' }))
  return { kind: 'join', join, left, right, keys, outputs, columns }
}

export function lowerJoin(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const join = joinKind(node, 'innerunique', context)
  const both = sides(node, node.ConditionClause, input, context)
  const origins = [
    ...(join.startsWith('right') && join !== 'rightouter' ? [] : from(both.left, 'left')),
    ...(join === 'leftsemi' || join === 'leftanti' ? [] : from(both.right, 'right')),
  ]
  return finish(join, both, origins, columns, node, context)
}

/** Outer on the left by default; the keys of the right side are dropped. */
export function lowerLookup(
  node: SyntaxNode,
  input: Plan,
  columns: readonly KqlColumn[],
  context: Context,
): Plan {
  const join = joinKind(node, 'leftouter', context)
  const both = sides(node, node.LookupClause, input, context)
  const keys = new Set(both.names.map(([, name]) => name))
  const right = from(both.right, 'right').filter((origin) => !keys.has(origin.from))
  return finish(join, both, [...from(both.left, 'left'), ...right], columns, node, context)
}

/* oxlint-disable no-await-in-loop -- one query after the other keeps memory flat */
import type { Expr, Plan } from '../ast.ts'
import { nullOf } from '../values/convert.ts'
import { unlazy } from '../values/json.ts'
import { evaluatePlan } from './result.ts'
import type { Run } from './run.ts'

/** The expressions of one operator, its inputs left out. */
function expressionsOf(plan: Plan): readonly Expr[] {
  switch (plan.kind) {
    case 'table':
    case 'given':
    case 'union':
    case 'materialized':
    case 'join':
    case 'partition':
    case 'unpack':
    case 'pivot':
    case 'narrow':
      return []
    case 'rows':
      return plan.rows.flat()
    case 'range':
      return [plan.from, plan.to, plan.step]
    case 'where':
      return [plan.predicate]
    case 'project':
    case 'windowed':
      return plan.outputs.map(({ expr }) => expr)
    case 'summarize':
      return [...plan.keys, ...plan.outputs]
        .map(({ expr }) => expr)
        .concat(plan.aggregates.flatMap(({ args }) => args))
    case 'sort':
      return [...plan.by.map(({ expr }) => expr), ...(plan.limit ? [plan.limit] : [])]
    case 'take':
      return [plan.count]
    case 'top-nested':
      return plan.levels.flatMap(({ limit }) => limit ?? [])
    case 'scan':
      return [
        ...plan.declared.map(({ initial }) => initial),
        ...plan.steps.flatMap(({ condition, values }) => [
          condition,
          ...values.flatMap((value) => value ?? []),
        ]),
      ]
    case 'parse':
    case 'parse-kv':
      return [plan.source]
    case 'make-series':
      return [
        plan.step,
        ...(plan.from ? [plan.from] : []),
        ...(plan.to ? [plan.to] : []),
        ...plan.series.map(({ otherwise }) => otherwise),
      ]
    case 'mv-expand':
    case 'mv-apply':
      return [...plan.items.map(({ expr }) => expr), ...(plan.limit ? [plan.limit] : [])]
    default:
      return plan satisfies never
  }
}

function inputsOf(plan: Plan): readonly Plan[] {
  if (plan.kind === 'union') return plan.legs.map(({ input }) => input)
  if (plan.kind === 'top-nested') return plan.levels.map(({ groups }) => groups)
  if (plan.kind === 'join') return [plan.left, plan.right]
  if (plan.kind === 'mv-apply' || plan.kind === 'partition') return [plan.input, plan.subquery]
  return 'input' in plan ? [plan.input] : []
}

/** Runs the queries inside expressions, inner ones first, each once: an expression itself never waits. */
export async function runSubqueries(
  plan: Plan,
  run: Run,
  visited: Set<Plan | Expr> = new Set(),
): Promise<void> {
  if (visited.has(plan)) return
  visited.add(plan)
  for (const expr of expressionsOf(plan)) await inExpression(expr, run, visited)
  for (const input of inputsOf(plan)) await runSubqueries(input, run, visited)
}

async function inExpression(expr: Expr, run: Run, visited: Set<Plan | Expr>): Promise<void> {
  if (visited.has(expr)) return
  visited.add(expr)
  switch (expr.kind) {
    case 'call':
      for (const arg of expr.args) await inExpression(arg, run, visited)
      return
    case 'member':
      await inExpression(expr.target, run, visited)
      return inExpression(expr.key, run, visited)
    case 'shared':
      return inExpression(expr.value, run, visited)
    case 'to-scalar': {
      await runSubqueries(expr.table, run, visited)
      const { columns, length } = await evaluatePlan(expr.table, run)
      run.scalars.set(expr, length > 0 ? unlazy(columns[0]?.[0]) : nullOf(expr.type))
      return undefined
    }
    case 'in-table': {
      await inExpression(expr.left, run, visited)
      await runSubqueries(expr.table, run, visited)
      run.sets.set(expr, Array.from((await evaluatePlan(expr.table, run)).columns[0] ?? [], unlazy))
      return undefined
    }
    case 'literal':
    case 'dynamic':
    case 'column':
      return undefined
    default:
      return expr satisfies never
  }
}

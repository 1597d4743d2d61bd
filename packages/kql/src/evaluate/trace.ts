import type { Plan } from '../ast.ts'
import type { Scan } from '../source/source.ts'
import type { KqlOperatorReport } from '../types.ts'
import { formatDatetime } from '../values/ticks.ts'
import type { Stream } from './run.ts'

/** An operator while the query runs; its time includes that of its inputs. */
interface Node {
  readonly operator: string
  detail?: string
  rows: number
  blocks: number
  milliseconds: number
  readonly inputs: Map<Plan, Node>
}

/** What is noted of a run whose operators are asked for. */
export interface Trace {
  readonly root: Node
  /** The operator that is being opened or that makes a block. */
  current: Node
}

const nodeOf = (operator: string): Node => ({
  operator,
  rows: 0,
  blocks: 0,
  milliseconds: 0,
  inputs: new Map(),
})

export function startTrace(): Trace {
  const root = nodeOf('query')
  return { root, current: root }
}

/** Opens an operator, and watches the blocks that come out of it. A subquery that runs for each row is one operator. */
export function traced(trace: Trace, plan: Plan, open: () => Stream): Stream {
  const parent = trace.current
  const node = parent.inputs.get(plan) ?? nodeOf(plan.kind)
  parent.inputs.set(plan, node)
  trace.current = node
  try {
    const { names, blocks } = open()
    return { names, blocks: watched(trace, node, blocks) }
  } finally {
    trace.current = parent
  }
}

/** One query pulls one block at a time, so that whoever runs last is the one that is asked. */
async function* watched(
  trace: Trace,
  node: Node,
  blocks: Stream['blocks'],
): AsyncGenerator<Stream['blocks'] extends AsyncIterable<infer B> ? B : never> {
  const iterator = blocks[Symbol.asyncIterator]()
  try {
    for (;;) {
      const before = trace.current
      const began = performance.now()
      trace.current = node
      // oxlint-disable-next-line no-await-in-loop -- blocks come one after the other
      const { done, value } = await iterator.next()
      trace.current = before
      node.milliseconds += performance.now() - began
      if (done === true) return
      node.rows += value.length
      node.blocks++
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}

/** The operators with the time that each took itself. */
export function reportOf({ root }: Trace): readonly KqlOperatorReport[] {
  return [...root.inputs.values()].map(report)
}

function report({ operator, detail, rows, blocks, milliseconds, inputs }: Node): KqlOperatorReport {
  const below = [...inputs.values()]
  const own = below.reduce((rest, input) => rest - input.milliseconds, milliseconds)
  return {
    operator,
    ...(detail !== undefined && { detail }),
    rows,
    blocks,
    milliseconds: Math.max(0, own),
    inputs: below.map(report),
  }
}

const subject = (column: string, key: string | undefined): string =>
  key === undefined ? column : `${column}["${key}"]`

/** What a source was asked for, for people. */
export function describeScan(table: string, want: Scan): string {
  const columns = [
    ...want.columns,
    ...(want.properties ?? []).map(({ column, key }) => subject(column, key)),
  ]
  const filters = [
    ...(want.from === undefined ? [] : [`from ${formatDatetime(want.from)}`]),
    ...(want.to === undefined ? [] : [`to ${formatDatetime(want.to)}`]),
    ...(want.equals ?? []).map(
      ({ column, key, values }) => `${subject(column, key)} in ${JSON.stringify(values)}`,
    ),
    ...(want.contains ?? []).map(
      ({ column, key, text }) => `${subject(column, key)} contains ${JSON.stringify(text)}`,
    ),
  ]
  return `${table} (${columns.join(', ')})${filters.length === 0 ? '' : ` where ${filters.join(' and ')}`}`
}

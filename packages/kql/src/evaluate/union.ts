/* oxlint-disable no-await-in-loop -- legs come one after the other */
import type { Expr, Union } from '../ast.ts'
import { nullOf } from '../values/convert.ts'
import { layoutOf } from './block.ts'
import { hintsBelow } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

export function openUnion(
  plan: Union,
  need: Names,
  hints: readonly Expr[],
  run: Run,
  open: Open,
): Stream {
  const wanted = plan.columns
    .map((column, index) => ({ ...column, index }))
    .filter(({ name }) => need.has(name))
  const legs = plan.legs.map((leg) => {
    const from = wanted.map(({ index }) => leg.from[index])
    const outputs = plan.columns.flatMap(({ name, type }, index) => {
      const column = leg.from[index]
      return column === undefined
        ? []
        : [{ name, expr: { kind: 'column', name: column, type } as const }]
    })
    const read = new Set(from.filter((name) => name !== undefined))
    const input = open(leg.input, read, hintsBelow(hints, outputs), run)
    const layout = layoutOf(input.names)
    return {
      input,
      source: leg.source,
      places: from.map((name) => (name === undefined ? undefined : layout.get(name))),
    }
  })
  async function* united(): AsyncGenerator<Block> {
    for (const { input, source, places } of legs) {
      for await (const block of input.blocks) {
        await checkpoint(run)
        const columns = wanted.map(({ name, type }, index) => {
          const place = places[index]
          if (place !== undefined) return block.columns[place] ?? []
          const filler = name === plan.sourceColumn ? source : nullOf(type)
          return Array.from({ length: block.length }, () => filler)
        })
        yield { length: block.length, columns }
      }
    }
  }
  return { names: wanted.map(({ name }) => name), blocks: united() }
}

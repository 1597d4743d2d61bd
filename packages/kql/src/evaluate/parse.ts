import type { Parse, ParseKv } from '../ast.ts'
import { pairFinder } from '../functions/parse-pairs.ts'
import { matcherOf } from '../functions/parse-text.ts'
import type { KqlColumn } from '../types.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { layoutOf } from './block.ts'
import { compile, siteOf } from './expression.ts'
import { columnsRead } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'
import { stepOf } from './step.ts'

/** What one text gives to the new columns; undefined where its row is left out. */
type Fill = (text: string) => readonly unknown[] | undefined

export function openParse(plan: Parse, need: Names, run: Run, open: Open): Stream {
  const captures = plan.steps.filter((step) => step.kind === 'capture')
  const match = matcherOf(plan, siteOf('parse', [], 'string', plan.at, run))
  const missing = plan.onlyMatches ? undefined : captures.map(({ type }) => nullOf(type))
  return filled(plan, captures, (text) => match(text) ?? missing, need, run, open)
}

export function openParseKv(plan: ParseKv, need: Names, run: Run, open: Open): Stream {
  const columns = plan.keys.map(({ name, type }) => ({
    name,
    convert: conversion('string', type),
    nothing: nullOf(type),
  }))
  const pairsIn = pairFinder(plan.format, siteOf('parse-kv', [], 'string', plan.at, run))
  const fill: Fill = (text) => {
    const pairs = pairsIn(text)
    return columns.map(({ name, convert, nothing }) => {
      const value = pairs.get(name)
      return value === undefined ? nothing : (convert(value) ?? nothing)
    })
  }
  return filled(plan, plan.keys, fill, need, run, open)
}

/** The input's rows with columns made of one text; a new column hides an old one of its name. */
function filled(
  plan: Parse | ParseKv,
  added: readonly Pick<KqlColumn, 'name'>[],
  fill: Fill,
  need: Names,
  run: Run,
  open: Open,
): Stream {
  const fresh = new Set(added.map(({ name }) => name))
  const carried = plan.columns
    .map(({ name }) => name)
    .filter((name) => need.has(name) && !fresh.has(name))
  const input = open(plan.input, columnsRead([plan.source], new Set(carried)), [], run)
  const layout = layoutOf(input.names)
  const { evaluate, type } = compile(plan.source, { layout, run })
  const text = conversion(type, 'string') as (value: unknown) => string
  const fillBlock = (block: Block): Block => {
    const rows: number[] = []
    const cells: unknown[][] = added.map(() => [])
    for (let row = 0; row < block.length; row++) {
      const values = fill(text(evaluate(block.columns, row)))
      if (values === undefined) continue
      rows.push(row)
      cells.forEach((column, index) => column.push(values[index]))
    }
    const kept = carried.map((name) => {
      const column = block.columns[layout.get(name) ?? -1] ?? []
      return rows.length === block.length ? column : rows.map((row) => column[row])
    })
    return { length: rows.length, columns: [...kept, ...cells] }
  }
  const step = stepOf([plan.source], run, true)
  async function* blocks(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      yield step(() => fillBlock(block))
    }
  }
  return { names: [...carried, ...fresh], blocks: blocks() }
}

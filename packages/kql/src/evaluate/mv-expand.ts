import type { MvExpand } from '../ast.ts'
import { conversion, nullOf } from '../values/convert.ts'
import { bagEntries, bagOf, type Dynamic, isBag } from '../values/dynamic.ts'
import { layoutOf } from './block.ts'
import { compile, valueOf } from './expression.ts'
import { columnsRead } from './hints.ts'
import { type Block, checkpoint, type Names, type Open, type Run, type Stream } from './run.ts'

/** The elements that a value expands to. */
function elements(value: Dynamic, bagsAsPairs: boolean): readonly Dynamic[] {
  if (Array.isArray(value)) return value
  if (!isBag(value)) return [value ?? null]
  return bagEntries(value).map(([key, item]) => (bagsAsPairs ? [key, item] : bagOf([[key, item]])))
}

export function openMvExpand(plan: MvExpand, need: Names, run: Run, open: Open): Stream {
  const expanded = new Map(plan.items.map((item, index) => [item.name, index]))
  const carried = plan.columns
    .map(({ name }) => name)
    .filter((name) => need.has(name) && !expanded.has(name) && name !== plan.index)
  const read = columnsRead(
    plan.items.map(({ expr }) => expr),
    new Set(carried),
  )
  const input = open(plan.input, read, [], run)
  const layout = layoutOf(input.names)
  const items = plan.items.map(({ expr, type }) => {
    const { evaluate, type: from } = compile(expr, { layout, run })
    return {
      evaluate,
      box: conversion(from, 'dynamic'),
      convert: conversion('dynamic', type),
      nothing: nullOf(type),
    }
  })
  const names = [...carried, ...expanded.keys(), ...(plan.index === undefined ? [] : [plan.index])]
  const limit = plan.limit ? Number(valueOf(plan.limit, run)) : Number.POSITIVE_INFINITY
  const expand = (block: Block): Block => {
    const rows: number[] = []
    const indexes: number[] = []
    const cells: unknown[][] = items.map(() => [])
    for (let row = 0; row < block.length; row++) {
      const lists = items.map(({ evaluate, box }) =>
        elements(box(evaluate(block.columns, row)), plan.bagsAsPairs),
      )
      const length = Math.min(limit, Math.max(...lists.map((list) => list.length)))
      for (let at = 0; at < length; at++) {
        rows.push(row)
        indexes.push(at)
        items.forEach(({ convert, nothing }, index) => {
          cells[index]?.push(convert(lists[index]?.[at] ?? null) ?? nothing)
        })
      }
    }
    const kept = carried.map((name) => {
      const column = block.columns[layout.get(name) ?? -1] ?? []
      return rows.map((row) => column[row])
    })
    return {
      length: rows.length,
      columns: [...kept, ...cells, ...(plan.index === undefined ? [] : [indexes])],
    }
  }
  async function* blocks(): AsyncGenerator<Block> {
    for await (const block of input.blocks) {
      await checkpoint(run)
      yield expand(block)
    }
  }
  return { names, blocks: blocks() }
}

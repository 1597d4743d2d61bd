import type { KqlVisualization } from '@kansoku/kql'

import type { QueryAnswer } from '../query/answer.ts'

/** A table as Azure's client gives it: datetimes as `Date`, dynamics parsed. */
export interface WorkspaceTable {
  readonly columnDescriptors: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly unknown[])[]
}

/** The same form that the local engine answers in. Times come to the millisecond: the client keeps no more. */
export function workspaceAnswer(
  table: WorkspaceTable | undefined,
  visualization: Readonly<Record<string, unknown>> | undefined,
): QueryAnswer {
  const drawn = visualizationOf(visualization)
  return {
    columns: (table?.columnDescriptors ?? []).map(({ name, type }) => ({ name, type })),
    rows: (table?.rows ?? []).map((row) => row.map(cellOf)),
    ...(drawn && { visualization: drawn }),
  }
}

function cellOf(cell: unknown): unknown {
  if (!(cell instanceof Date)) return cell
  return Number.isNaN(cell.getTime()) ? null : cell.toISOString().replace('Z', '0000Z')
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

const names = (value: unknown): readonly string[] | undefined => {
  const listed = typeof value === 'string' ? value.split(',') : value
  return Array.isArray(listed) && listed.length > 0 ? listed.map(String) : undefined
}

/** @see https://learn.microsoft.com/azure/azure-monitor/logs/api/prefer-options (include-render) */
function visualizationOf(
  render: Readonly<Record<string, unknown>> | undefined,
): KqlVisualization | undefined {
  const kind = text(render?.['visualization'])
  if (render === undefined || kind === undefined) return undefined
  const found = {
    title: text(render['title']),
    xcolumn: text(render['xColumn']),
    ycolumns: names(render['yColumns']),
    series: names(render['series']),
    xtitle: text(render['xTitle']),
    ytitle: text(render['yTitle']),
    stacking: text(render['kind']),
  }
  const given = Object.entries(found).filter(([, value]) => value !== undefined)
  return { kind, ...(Object.fromEntries(given) as Partial<KqlVisualization>) }
}

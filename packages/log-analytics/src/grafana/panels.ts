import { bilingual } from '../bilingual.ts'
import type { PackQuery } from '../pack-query.ts'
import type { GridPosition, QueryPanel } from './dashboard-model.ts'
import { DATA_SOURCE, logsQuery } from './logs-query.ts'

type Size = Pick<GridPosition, 'w' | 'h'>

const FULL: Size = { w: 24, h: 9 }
const HALF: Size = { w: 12, h: 9 }
const NUMBERS: Size = { w: 24, h: 4 }

/** How wide and high a query's panel is. */
export function sizeOf(query: PackQuery): Size {
  const kind = kindOf(query)
  if (kind === 'numbers') return NUMBERS
  return kind === 'table' ? FULL : HALF
}

type Kind = 'numbers' | 'table' | 'lines' | 'columns over time' | 'columns'

/** By what the query renders; the overview is one row of numbers. */
function kindOf({ name, text }: PackQuery): Kind {
  if (name === 'overview') return 'numbers'
  const [, visualization] = /\| render (\w+)/.exec(text) ?? []
  if (visualization === undefined) return 'table'
  if (visualization !== 'columnchart') return 'lines'
  return text.includes('bin(TimeGenerated') ? 'columns over time' : 'columns'
}

/** The panel of a query, drawn as the query renders. */
export function panelOf(query: PackQuery, id: number, gridPos: GridPosition): QueryPanel {
  const kind = kindOf(query)
  const shared = {
    id,
    title: unparameterized(bilingual(query.title)),
    description: unparameterized(bilingual(query.description)),
    gridPos,
    datasource: DATA_SOURCE,
  }
  const targets = (format: 'table' | 'time_series') => [logsQuery(query.text, format)] as const
  const plain = { defaults: {}, overrides: [] } as const
  switch (kind) {
    case 'numbers':
      return {
        ...shared,
        type: 'stat',
        targets: targets('table'),
        options: { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } },
        fieldConfig: plain,
      }
    case 'lines':
      return {
        ...shared,
        type: 'timeseries',
        targets: targets('time_series'),
        options: {},
        fieldConfig: plain,
      }
    case 'columns over time':
      return {
        ...shared,
        type: 'timeseries',
        targets: targets('time_series'),
        options: {},
        fieldConfig: {
          defaults: {
            custom: { stacking: { mode: 'normal' }, drawStyle: 'bars', fillOpacity: 70 },
          },
          overrides: [],
        },
      }
    case 'columns':
      return {
        ...shared,
        type: 'barchart',
        targets: targets('table'),
        options: { stacking: 'normal' },
        fieldConfig: plain,
        transformations: [
          {
            id: 'groupingToMatrix',
            options: { rowField: 'Turn', columnField: 'Answer', valueField: 'Calls' },
          },
        ],
      }
    case 'table':
      return {
        ...shared,
        type: 'table',
        targets: targets('table'),
        options: { showHeader: true },
        fieldConfig: plain,
      }
    default:
      return kind satisfies never
  }
}

/** Grafana looks for variables in titles too: `$Prompt`, `${Prompt}`, `[[Prompt]]`. A prompt's name is none. */
const unparameterized = (text: string): string =>
  text.replaceAll('$', '$\u2060').replaceAll('[[', '[\u2060[')

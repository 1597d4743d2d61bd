/**
 * What of Grafana's dashboard JSON we write: the classic model (schema 39, which every Grafana since 11 takes), and the Logs
 * queries of its Azure Monitor plugin (`dataquery.gen.ts` in grafana/grafana, `public/app/plugins/datasource/azuremonitor`).
 */
export interface Dashboard {
  readonly uid: string
  readonly title: string
  readonly tags: readonly string[]
  readonly schemaVersion: 39
  readonly editable: true
  readonly timezone: 'browser'
  readonly time: { readonly from: string; readonly to: 'now' }
  readonly templating: { readonly list: readonly Variable[] }
  readonly panels: readonly (RowPanel | QueryPanel)[]
}

/** The Azure Monitor plugin. */
export const AZURE_MONITOR = 'grafana-azure-monitor-datasource'

export interface DataSource {
  readonly type: typeof AZURE_MONITOR
  readonly uid: string
}

export interface LogsQuery {
  readonly refId: 'A'
  readonly queryType: 'Azure Log Analytics'
  readonly datasource: DataSource
  readonly azureLogAnalytics: {
    readonly query: string
    /** Resource ids of workspaces. */
    readonly resources: readonly string[]
    readonly resultFormat: 'table' | 'time_series'
    /** False: the query has its own range. */
    readonly dashboardTime: false
  }
}

export type Variable = DataSourceVariable | TextVariable | QueryVariable

interface DataSourceVariable {
  readonly type: 'datasource'
  readonly name: string
  readonly label: string
  readonly query: typeof AZURE_MONITOR
}

interface TextVariable {
  readonly type: 'textbox'
  readonly name: string
  readonly label: string
  readonly description: string
  readonly query: string
}

export interface QueryVariable {
  readonly type: 'query'
  readonly name: string
  readonly label: string
  readonly datasource: DataSource
  readonly query: LogsQuery
  /** 2: whenever the time range changes. */
  readonly refresh: 2
  readonly multi: true
  readonly includeAll: true
  /** Put in as it is where all are chosen. */
  readonly allValue: string
  readonly current: { readonly text: readonly ['All']; readonly value: readonly ['$__all'] }
}

/** Of a grid that is 24 wide. */
export interface GridPosition {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

interface PanelOf<Type extends string, Options extends object> {
  readonly id: number
  readonly type: Type
  readonly title: string
  readonly description: string
  readonly gridPos: GridPosition
  readonly datasource: DataSource
  readonly targets: readonly [LogsQuery]
  readonly options: Options
  readonly fieldConfig: { readonly defaults: FieldDefaults; readonly overrides: readonly [] }
  readonly transformations?: readonly Transformation[]
}

interface FieldDefaults {
  readonly custom?: {
    readonly stacking?: { readonly mode: 'normal' | 'none' }
    readonly drawStyle?: 'line' | 'bars'
    readonly fillOpacity?: number
  }
}

/** From a row for each column and value to a column for each. */
interface Transformation {
  readonly id: 'groupingToMatrix'
  readonly options: {
    readonly rowField: string
    readonly columnField: string
    readonly valueField: string
  }
}

export type QueryPanel =
  | PanelOf<'table', { readonly showHeader: true }>
  | PanelOf<'timeseries', Readonly<Record<string, never>>>
  | PanelOf<'barchart', { readonly stacking: 'normal' }>
  | PanelOf<
      'stat',
      {
        readonly reduceOptions: {
          readonly calcs: readonly ['lastNotNull']
          readonly fields: ''
          readonly values: false
        }
      }
    >

export interface RowPanel {
  readonly id: number
  readonly type: 'row'
  readonly title: string
  readonly collapsed: false
  readonly gridPos: GridPosition
  readonly panels: readonly []
}

import type { PackQuery } from '../pack-query.ts'

export interface TextItem {
  readonly type: 1
  readonly content: { readonly json: string }
  readonly name: string
}

export interface QueryItem {
  readonly type: 3
  readonly content: {
    readonly version: 'KqlItem/1.0'
    readonly query: string
    /** 0 medium, 4 tiny. */
    readonly size: 0
    readonly timeContextFromParameter: 'TimeRange'
    /** 0: logs. */
    readonly queryType: 0
    readonly resourceType: 'microsoft.operationalinsights/workspaces'
    readonly showExportToExcel: true
  }
  readonly name: string
}

export const textItem = (name: string, markdown: string): TextItem => ({
  type: 1,
  content: { json: markdown },
  name,
})

/** Drawn as the query's own `render` says, else a table. */
export const queryItem = ({ name, text }: PackQuery): QueryItem => ({
  type: 3,
  content: {
    version: 'KqlItem/1.0',
    query: text,
    size: 0,
    timeContextFromParameter: 'TimeRange',
    queryType: 0,
    resourceType: 'microsoft.operationalinsights/workspaces',
    showExportToExcel: true,
  },
  name,
})

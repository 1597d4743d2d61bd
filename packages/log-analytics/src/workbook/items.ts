import type { PackQuery } from '../pack-query.ts'
import { stableGuid } from '../stable-guid.ts'

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

/** A row of tabs, each of which gives the parameter {@link TAB} its value. */
export interface TabsItem {
  readonly type: 11
  readonly content: {
    readonly version: 'LinkItem/1.0'
    readonly style: 'tabs'
    readonly links: readonly {
      readonly id: string
      readonly cellValue: typeof TAB
      readonly linkTarget: 'parameter'
      readonly linkLabel: string
      readonly subTarget: string
      readonly style: 'link'
    }[]
  }
  readonly name: 'tabs'
}

/** What stands below a tab. */
export interface GroupItem<Item> {
  readonly type: 12
  readonly content: {
    readonly version: 'NotebookGroup/1.0'
    readonly groupType: 'editable'
    readonly items: readonly Item[]
  }
  readonly conditionalVisibility: {
    readonly parameterName: typeof TAB
    readonly comparison: 'isEqualTo'
    readonly value: string
  }
  readonly name: string
}

/** A tab by its id, and what is written on it. */
export interface Tab {
  readonly id: string
  readonly label: string
}

const TAB = 'selectedTab'

export const tabsItem = (tabs: readonly Tab[]): TabsItem => ({
  type: 11,
  content: {
    version: 'LinkItem/1.0',
    style: 'tabs',
    links: tabs.map(({ id, label }) => ({
      id: stableGuid(`tab/${id}`),
      cellValue: TAB,
      linkTarget: 'parameter',
      linkLabel: label,
      subTarget: id,
      style: 'link',
    })),
  },
  name: 'tabs',
})

export const groupItem = <Item>({ id }: Tab, items: readonly Item[]): GroupItem<Item> => ({
  type: 12,
  content: { version: 'NotebookGroup/1.0', groupType: 'editable', items },
  conditionalVisibility: { parameterName: TAB, comparison: 'isEqualTo', value: id },
  name: `tab-${id}`,
})

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

import { bilingual } from '../bilingual.ts'
import type { PackQuery } from '../pack-query.ts'
import { stableGuid } from '../stable-guid.ts'

interface TimeRangeParameter {
  readonly id: string
  readonly version: 'KqlParameterItem/1.0'
  readonly name: 'TimeRange'
  readonly label: string
  /** 4: a time range. */
  readonly type: 4
  readonly isRequired: true
  readonly value: { readonly durationMs: number }
  readonly typeSettings: {
    readonly selectableValues: readonly { readonly durationMs: number }[]
    readonly allowCustom: true
  }
}

interface ChoiceParameter {
  readonly id: string
  readonly version: 'KqlParameterItem/1.0'
  readonly name: string
  readonly label: string
  /** 2: values that a query gives. */
  readonly type: 2
  readonly isRequired: true
  readonly multiSelect: true
  readonly quote: string
  readonly delimiter: ','
  readonly query: string
  readonly value: readonly ['value::all']
  readonly typeSettings: {
    readonly additionalResourceOptions: readonly ['value::all']
    /** What `{Prompt}` becomes where all are chosen: calls without a prompt are among all. */
    readonly selectAllValue: '*'
    readonly showDefault: false
  }
  readonly timeContextFromParameter: 'TimeRange'
  readonly queryType: 0
  readonly resourceType: 'microsoft.operationalinsights/workspaces'
}

export interface ParametersItem {
  readonly type: 9
  readonly content: {
    readonly version: 'KqlParameterItem/1.0'
    readonly parameters: readonly (TimeRangeParameter | ChoiceParameter)[]
    readonly style: 'pills'
    readonly queryType: 0
    readonly resourceType: 'microsoft.operationalinsights/workspaces'
  }
  readonly name: 'parameters'
}

const HOUR = 3_600_000
const HOURS = [1, 4, 12, 24, 72, 168, 720, 2160] as const

/** Parameter → the query that gives its values. */
const choices = {
  Prompt: 'parameter-prompt',
  Version: 'parameter-version',
  Deployment: 'parameter-deployment',
} as const

/** The parameters that the workbook's queries take. */
export function parametersItem(find: (name: string) => PackQuery): ParametersItem {
  return {
    type: 9,
    content: {
      version: 'KqlParameterItem/1.0',
      parameters: [
        timeRange,
        ...Object.entries(choices).map(([name, query]) => choice(name, find(query))),
      ],
      style: 'pills',
      queryType: 0,
      resourceType: 'microsoft.operationalinsights/workspaces',
    },
    name: 'parameters',
  }
}

const timeRange: TimeRangeParameter = {
  id: stableGuid('parameter/TimeRange'),
  version: 'KqlParameterItem/1.0',
  name: 'TimeRange',
  label: 'Time range / 期間',
  type: 4,
  isRequired: true,
  value: { durationMs: 24 * HOUR },
  typeSettings: {
    selectableValues: HOURS.map((hours) => ({ durationMs: hours * HOUR })),
    allowCustom: true,
  },
}

const choice = (name: string, { text, title }: PackQuery): ChoiceParameter => ({
  id: stableGuid(`parameter/${name}`),
  version: 'KqlParameterItem/1.0',
  name,
  label: bilingual(title),
  type: 2,
  isRequired: true,
  multiSelect: true,
  quote: "'",
  delimiter: ',',
  query: text,
  value: ['value::all'],
  typeSettings: {
    additionalResourceOptions: ['value::all'],
    selectAllValue: '*',
    showDefault: false,
  },
  timeContextFromParameter: 'TimeRange',
  queryType: 0,
  resourceType: 'microsoft.operationalinsights/workspaces',
})

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
  readonly name: string
}

const HOUR = 3_600_000
const HOURS = [1, 4, 12, 24, 72, 168, 720, 2160] as const

/** Parameter → the query that gives its values. */
const CHOICES = {
  Prompt: 'parameter-prompt',
  Version: 'parameter-version',
  Deployment: 'parameter-deployment',
  Customer: 'parameter-customer',
  Turn: 'parameter-turn',
  Label: 'parameter-label',
} as const

/** A parameter whose values are chosen. */
export type Choice = keyof typeof CHOICES

/** What every query of the workbook takes beside its time range. */
export const SHARED_CHOICES: readonly Choice[] = ['Prompt', 'Version', 'Deployment', 'Customer']

/** The query that gives the values of a parameter. */
export const choiceQuery = (choice: Choice): string => CHOICES[choice]

type Find = (name: string) => PackQuery

/** The parameters that the workbook's queries take. */
export const parametersItem = (find: Find): ParametersItem =>
  item('parameters', [timeRange, ...choicesOf(find, SHARED_CHOICES)])

/** Parameters of one tab. */
export const choicesItem = (name: string, find: Find, choices: readonly Choice[]): ParametersItem =>
  item(name, choicesOf(find, choices))

const choicesOf = (find: Find, choices: readonly Choice[]): readonly ChoiceParameter[] =>
  choices.map((name) => choice(name, find(choiceQuery(name))))

const item = (
  name: string,
  parameters: readonly (TimeRangeParameter | ChoiceParameter)[],
): ParametersItem => ({
  type: 9,
  content: {
    version: 'KqlParameterItem/1.0',
    parameters,
    style: 'pills',
    queryType: 0,
    resourceType: 'microsoft.operationalinsights/workspaces',
  },
  name,
})

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

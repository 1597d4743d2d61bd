import { describe, expect, it } from 'vitest'

import { alertRules, functions, queries, workbookQueries } from '../pack.ts'
import { bicepStrings } from '../testing/bicep-strings.ts'
import { nastyNames } from '../testing/nasty-names.ts'
import { type ArmResource, armTemplate } from './arm/arm-template.ts'
import { bicep } from './bicep/bicep.ts'
import type { DeployOptions } from './options.ts'

const everything: DeployOptions = {
  workspace: true,
  applicationInsights: true,
  actionGroup: true,
  consoleLines: 'functions',
}

interface Rule {
  readonly criteria: { readonly allOf: readonly [{ readonly query: string }] }
}

const ofType = (resources: readonly ArmResource[], type: string): readonly ArmResource[] =>
  resources.filter((resource) => resource.type.endsWith(`/${type}`))
const propertiesOf = (options: DeployOptions, type: string): readonly Record<string, unknown>[] =>
  ofType(armTemplate(options).resources, type).map(({ properties = {} }) => properties)
const ruleQueries = (options: DeployOptions): readonly string[] =>
  (propertiesOf(options, 'scheduledQueryRules') as unknown as readonly Rule[]).map(
    ({ criteria }) => criteria.allOf[0].query,
  )

interface Item {
  readonly content: { readonly query?: string }
}

const workbookOf = (options: DeployOptions): readonly Item[] => {
  const [workbook] = propertiesOf(options, 'workbooks')
  const { items } = JSON.parse(String(workbook?.['serializedData'])) as { items: readonly Item[] }
  return items
}

describe('the ARM template', () => {
  it('holds every query as it is in its file', () => {
    expect(propertiesOf({}, 'savedSearches').map(({ query }) => query)).toEqual(
      functions().map(({ body }) => body),
    )
    expect(propertiesOf({}, 'queries').map(({ body }) => body)).toEqual(
      queries().map(({ text }) => text),
    )
    expect(ruleQueries({})).toEqual(alertRules().map(({ query }) => query))
    const text = JSON.stringify(workbookOf({}))
    const absent = workbookQueries().filter((query) => !text.includes(JSON.stringify(query.text)))
    expect(absent).toEqual([])
  })

  it('has the daily rule of the column, which is not stateful', () => {
    const { resources } = armTemplate({ actionGroup: true })
    const rule = resources.find(({ name }) => name.includes('invalid-decisions-daily'))
    expect({ ...rule, dependsOn: rule?.dependsOn?.length }).toEqual({
      type: 'Microsoft.Insights/scheduledQueryRules',
      apiVersion: '2023-12-01',
      name: "[concat(parameters('prefix'), '-invalid-decisions-daily')]",
      location: "[parameters('location')]",
      kind: 'LogAlert',
      identity: { type: 'SystemAssigned' },
      properties: {
        displayName: 'Search decisions that are neither Yes nor No / Yes でも No でもない検索判定',
        description: expect.stringContaining('Ten or more search decisions') as unknown,
        severity: 2,
        enabled: "[parameters('alertsEnabled')]",
        scopes: [
          "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspaceName'))]",
        ],
        evaluationFrequency: 'P1D',
        windowSize: 'P1D',
        criteria: {
          allOf: [
            {
              query: alertRules().find(({ name }) => name === 'invalid-decisions-daily')?.query,
              timeAggregation: 'Count',
              operator: 'GreaterThanOrEqual',
              threshold: 10,
              failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
            },
          ],
        },
        autoMitigate: false,
        skipQueryValidation: true,
        actions: {
          actionGroups:
            "[concat(parameters('actionGroupIds'), createArray(resourceId('Microsoft.Insights/actionGroups', concat(parameters('prefix'), '-alerts'))))]",
        },
      },
      dependsOn: functions().length + 1,
    })
  })

  it('gives names that are unique, and the same each time', () => {
    const names = armTemplate(everything).resources.map(({ name, type }) => `${type} ${name}`)
    expect(new Set(names).size).toBe(names.length)
    expect(armTemplate(everything)).toEqual(armTemplate(everything))
    expect(ofType(armTemplate().resources, 'queries').map(({ name }) => name)).toContain(
      "[concat(parameters('prefix'), '-queries/a4a779dc-c674-51d7-9f31-b9dc8d462d41')]",
    )
  })

  it('deploys no compute resource, and each resource after those that it refers to', () => {
    const { resources } = armTemplate(everything)
    expect([...new Set(resources.map(({ type }) => type))]).toEqual([
      'Microsoft.OperationalInsights/workspaces',
      'Microsoft.Insights/components',
      'Microsoft.OperationalInsights/workspaces/savedSearches',
      'Microsoft.OperationalInsights/queryPacks',
      'Microsoft.OperationalInsights/queryPacks/queries',
      'Microsoft.Insights/actionGroups',
      'Microsoft.Insights/scheduledQueryRules',
      'Microsoft.Authorization/roleAssignments',
      'Microsoft.Insights/workbooks',
      'Microsoft.Insights/diagnosticSettings',
    ])
    const workspace =
      "[resourceId('Microsoft.OperationalInsights/workspaces', parameters('workspaceName'))]"
    const without = resources.filter(({ dependsOn = [] }) => !dependsOn.includes(workspace))
    expect([...new Set(without.map(({ type }) => type))]).toEqual([
      'Microsoft.OperationalInsights/workspaces',
      'Microsoft.OperationalInsights/queryPacks',
      'Microsoft.OperationalInsights/queryPacks/queries',
      'Microsoft.Insights/actionGroups',
    ])
  })

  it('refers to a workspace that is there, and asks for what it needs', () => {
    const { parameters, resources } = armTemplate({ ruleIdentity: 'editor' })
    expect(Object.keys(parameters)).toEqual([
      'prefix',
      'location',
      'workspaceName',
      'actionGroupIds',
      'alertsEnabled',
    ])
    expect(ofType(resources, 'workspaces')).toEqual([])
    expect(ofType(resources, 'roleAssignments')).toEqual([])
    expect(resources.filter(({ identity }) => identity !== undefined)).toEqual([])
    expect(Object.keys(armTemplate(everything).parameters)).toEqual([
      ...Object.keys(parameters),
      'alertEmail',
      'hostName',
    ])
  })
})

/** Long texts are in files of their own, and change for other reasons. */
const shortened = (_: string, value: unknown): unknown =>
  typeof value === 'string' && value.length > 300 ? `${value.slice(0, 20)}…` : value

describe('both outputs', () => {
  it('are what they were (vitest -u writes them anew)', async () => {
    const options = { ...everything, prompts: [{ prompt: "it's [x]", labels: ['${a}', '[b]'] }] }
    const template = JSON.stringify(armTemplate(options), shortened, 2)
    await expect(`${template}\n`).toMatchFileSnapshot('golden/kansoku.arm.txt')
    const text = bicep(options).replaceAll(/'''\n([^]*?)\n[^]*?'''/g, "'''\n$1\n…'''")
    await expect(text.replaceAll(/(serializedData: '.{20}).*/g, "$1…'")).toMatchFileSnapshot(
      'golden/kansoku.bicep',
    )
  })
})

describe('a changed contract', () => {
  const binary = { prompts: [{ prompt: 'search_decision', labels: ['Yes', 'No'] }] }
  const ternary = { prompts: [{ prompt: 'search_decision', labels: ['Yes', 'No', 'Unsure'] }] }

  it('changes its alert, its chart and the workbook, and nothing else', () => {
    const before = armTemplate(binary).resources
    const changed = armTemplate(ternary).resources.filter(
      (resource, index) => JSON.stringify(resource) !== JSON.stringify(before[index]),
    )
    expect(before).toHaveLength(armTemplate(ternary).resources.length)
    expect(changed.map(({ type, properties }) => [type, properties?.['displayName']])).toEqual([
      [
        'Microsoft.OperationalInsights/queryPacks/queries',
        'Answers per turn: search_decision / ターンごとの回答数: search_decision',
      ],
      [
        'Microsoft.Insights/scheduledQueryRules',
        'Invalid outputs of search_decision / search_decision の契約に合わない出力',
      ],
      ['Microsoft.Insights/workbooks', "[concat('LLM calls (', parameters('prefix'), ')')]"],
    ])
    const items = workbookOf(binary)
    const differing = workbookOf(ternary).filter(
      (item, index) => JSON.stringify(item) !== JSON.stringify(items[index]),
    )
    expect(differing).toMatchObject([{ name: 'tab-answers' }])
  })

  it('leaves the alerts of the column out where its prompt is not among them', () => {
    const names = armTemplate({ prompts: [{ prompt: 'triage', labels: ['A', 'B'] }] })
      .resources.filter(({ type }) => type.endsWith('scheduledQueryRules'))
      .map(({ name }) => name)
    expect(names).toEqual([
      "[concat(parameters('prefix'), '-daily-spend')]",
      "[concat(parameters('prefix'), '-failure-ratio')]",
      "[concat(parameters('prefix'), '-slow-calls')]",
      "[concat(parameters('prefix'), '-slow-first-chunk')]",
      "[concat(parameters('prefix'), '-invalid-outputs-triage')]",
    ])
  })
})

describe('Bicep', () => {
  it('declares the same resources as the ARM template', () => {
    const declared = bicep(everything).match(/^resource \w+ '[^']+' =/gm) ?? []
    expect(declared.map((each) => each.split("'")[1])).toEqual(
      armTemplate(everything).resources.map(({ apiVersion, type }) => `${type}@${apiVersion}`),
    )
  })

  it('gives each symbol once, and refers to no other', () => {
    const file = bicep(everything)
    const symbols = [...file.matchAll(/^(?:resource|param) (\w+) /gm)].map(([, name]) => name)
    expect(new Set(symbols).size).toBe(symbols.length)
    const code = file.replaceAll(/'''[^]*?'''|'(?:[^'\\\n$]|\\.)*'/g, "''")
    const referred = [
      ...code.matchAll(/^\s*(?:parent|scope): (\w+)$|(\w+)\.(?:id|identity)\b/gm),
    ].map(([, field, id]) => field ?? id)
    expect(referred.length).toBeGreaterThan(20)
    expect(referred.filter((name) => !symbols.includes(name))).toEqual([])
  })

  it('holds every text of the ARM template', () => {
    const texts = new Set(bicepStrings(bicep()))
    const kql = [
      ...functions().map(({ body }) => body),
      ...queries().map(({ text }) => text),
      ...alertRules().map(({ query }) => query),
    ]
    expect(kql.filter((query) => !texts.has(query))).toEqual([])
    expect(texts.has(String(propertiesOf({}, 'workbooks')[0]?.['serializedData']))).toBe(true)
  })
})

describe('any prompt', () => {
  it('comes into both outputs as it is named, and as no expression', () => {
    const names = [...new Set(nastyNames(120))]
    const options = {
      prompts: names.map((prompt) => ({ prompt, labels: [`[${prompt}]`, prompt] })),
    }
    const queriesOfRules = ruleQueries(options)
    expect(queriesOfRules).toHaveLength(names.length + 4)
    const texts = new Set(bicepStrings(bicep(options)))
    expect(queriesOfRules.filter((query) => !texts.has(query))).toEqual([])
    const resources = armTemplate(options).resources
    expect(new Set(resources.map(({ name, type }) => `${type} ${name}`)).size).toBe(
      resources.length,
    )
    const rules = ofType(resources, 'scheduledQueryRules').map(({ name }) => name)
    expect(
      rules.filter((name) => !/^\[concat\(parameters\('prefix'\), '-[a-z0-9_-]+'\)\]$/.test(name)),
    ).toEqual([])
  })
})

describe('what Azure would not take', () => {
  const labels = Array.from({ length: 3000 }, (_, index) => `a label that is long ${index}`)

  it.each<[DeployOptions, string]>([
    [{ prefix: 'a/b' }, 'the prefix "a/b" cannot begin a resource\'s name; take up to 40 letters'],
    [
      { prompts: [{ prompt: 'x', labels }] },
      'scheduledQueryRules "Invalid outputs of x / x の契約に合わない出力" has ',
    ],
    [
      { prompts: [{ prompt: 'x'.repeat(4096) }] },
      'characters; Azure takes 4096: shorten it, or the prompt',
    ],
    [
      { prompts: Array.from({ length: 400 }, (_, index) => ({ prompt: `p${index}` })) },
      'resources; a template takes 800: deploy the prompts in groups',
    ],
    [{ prompts: [{ prompt: 'x' }, { prompt: 'x' }] }, 'the prompt "x" is given twice'],
    [{ prompts: [{ prompt: 'x', threshold: 0 }] }, 'the threshold of the prompt "x" is 0'],
  ])('is refused: %#', (options, message) => {
    expect(() => armTemplate(options)).toThrow(message)
    expect(() => bicep(options)).toThrow(message)
  })
})

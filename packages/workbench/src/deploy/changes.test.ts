import { describe, expect, it } from 'vitest'

import { changeList, labelOf, predictedIds } from './changes.ts'

const GROUP = '/subscriptions/s/resourceGroups/g/providers'
const rule = `${GROUP}/Microsoft.Insights/scheduledQueryRules/kansoku-slow-calls`
const saved = `${GROUP}/Microsoft.OperationalInsights/workspaces/w/savedSearches/LLMCalls`
const other = `${GROUP}/Microsoft.Web/sites/app`

describe('what would change', () => {
  it('is a line for each resource, with what of it changes', () => {
    const changes = [
      { resourceId: rule, changeType: 'Create' },
      {
        resourceId: saved,
        changeType: 'Modify',
        delta: [
          {
            path: 'properties',
            propertyChangeType: 'Modify',
            children: [
              {
                path: 'query',
                propertyChangeType: 'Modify',
                before: 'AppDependencies\n| where Success',
                after: `AppDependencies\n| where ${'x'.repeat(80)}`,
              },
              { path: 'version', propertyChangeType: 'Create', after: 2 },
              { path: 'etag', propertyChangeType: 'NoEffect', before: '"1"', after: '"2"' },
            ],
          },
        ],
      },
      { resourceId: other, changeType: 'Ignore' },
      { resourceId: `${rule}-2`, changeType: 'NoChange' },
    ]
    const removal = { remove: [{ id: `${rule}-3`, apiVersion: '2023-12-01' }], keep: [] }
    expect(changeList(changes, removal)).toEqual({
      lines: [
        '+ scheduledQueryRules kansoku-slow-calls',
        '~ workspaces/savedSearches LLMCalls',
        '    properties.query: AppDependencies | where Success → AppDependencies | where xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…',
        '    properties.version: (none) → 2',
        '- scheduledQueryRules kansoku-slow-calls-3',
        '  1 unchanged',
      ],
      changed: 3,
    })
    expect(predictedIds(changes)).toEqual([rule, saved, `${rule}-2`])
  })

  it('says why Azure cannot foresee a change', () => {
    const change = { resourceId: rule, changeType: 'Unsupported', unsupportedReason: 'A function.' }
    expect(changeList([change]).lines).toEqual([
      '? scheduledQueryRules kansoku-slow-calls',
      '    A function.',
    ])
  })

  it('names what extends a resource by its own type', () => {
    expect(labelOf(`${other}/providers/Microsoft.Insights/diagnosticSettings/kansoku`)).toBe(
      'diagnosticSettings kansoku',
    )
  })
})

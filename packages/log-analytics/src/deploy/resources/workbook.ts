import type { Workbook } from '../../workbook/workbook.ts'
import { type Expression, guid, idOf, parameter, text } from '../expression.ts'
import type { Resource } from '../resource.ts'

interface WorkbookProperties {
  readonly displayName: Expression
  readonly category: 'workbook'
  readonly version: 'Notebook/1.0'
  readonly sourceId: Expression
  readonly serializedData: string
}

/** The workbook of a workspace. Its name is a GUID of the customer's prefix, so that a resource group can hold several. */
export function workbookResource(workbook: Workbook, workspace: Resource): Resource {
  return {
    symbol: 'workbook',
    type: 'Microsoft.Insights/workbooks',
    apiVersion: '2023-06-01',
    name: guid({ expression: 'resource-group', property: 'id' }, parameter('prefix'), 'workbook'),
    location: parameter('location'),
    kind: 'shared',
    properties: {
      displayName: text('LLM calls (', parameter('prefix'), ')'),
      category: 'workbook',
      version: 'Notebook/1.0',
      sourceId: idOf(workspace),
      serializedData: JSON.stringify(workbook),
    } satisfies WorkbookProperties,
  }
}

import { armTemplate } from '../deploy/arm/arm-template.ts'
import { bicep } from '../deploy/bicep/bicep.ts'
import { packContents } from '../deploy/contents.ts'
import type { DeployOptions } from '../deploy/options.ts'
import { workbookQueries } from '../pack.ts'
import { kqlFile } from './kql-file.ts'

/** A file to write. */
export interface PackFile {
  /** Below the folder of all, with `/`. */
  readonly path: string
  readonly text: string
}

/**
 * The pack for these prompts as files: both templates, the workbook by itself, the Grafana dashboard, and each function, query and alert.
 *
 * @example
 * packFiles({ prompts }).map(({ path }) => path) // ['kansoku.arm.json', 'kansoku.bicep', …]
 *
 * @throws Error where Azure would refuse it for its size
 */
export function packFiles(options: DeployOptions = {}): readonly PackFile[] {
  const { alerts, dashboard, functions, queries, workbook } = packContents(options.prompts, options)
  const folders = { functions, queries, alerts, workbook: workbookQueries() }
  return [
    { path: 'kansoku.arm.json', text: json(armTemplate(options)) },
    { path: 'kansoku.bicep', text: bicep(options) },
    { path: 'kansoku.workbook.json', text: json(workbook) },
    { path: 'kansoku.grafana.json', text: json(dashboard) },
    ...Object.entries(folders).flatMap(([folder, items]) =>
      items.map((item) => ({ path: `kql/${folder}/${item.name}.kql`, text: kqlFile(item) })),
    ),
  ]
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`

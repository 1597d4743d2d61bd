import type { AlertRule } from '../alerts/alert-rule.ts'
import { oneLine } from '../contracts/slug.ts'
import type { PackQuery } from '../pack-query.ts'
import type { PackFunction } from '../pack.ts'

/** A function, query or alert as a `.kql` file, with the header that `parseHeader` reads. */
export function kqlFile(item: PackFunction | PackQuery | AlertRule): string {
  const { description, name, tags, title } = item
  const entries: Readonly<Record<string, string | number>> = {
    name,
    'title.en': title.en,
    'title.ja': title.ja,
    'description.en': description.en,
    'description.ja': description.ja,
    ...('parameters' in item && { parameters: item.parameters || 'none' }),
    ...('threshold' in item && {
      frequency: item.frequency,
      window: item.window,
      severity: item.severity,
      threshold: item.threshold,
      ...(item.measure && { measure: item.measure }),
    }),
    tags: tags.join(', '),
  }
  const header = Object.entries(entries).map(([key, value]) => `// ${key}: ${oneLine(`${value}`)}`)
  return `${header.join('\n')}\n\n${textOf(item)}\n`
}

function textOf(item: PackFunction | PackQuery | AlertRule): string {
  if ('body' in item) return item.body
  return 'query' in item ? item.query : item.text
}

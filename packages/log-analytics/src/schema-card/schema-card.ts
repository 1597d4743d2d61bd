import type { Column } from '../column.ts'
import type { PackFunction } from '../pack.ts'
import { meanings } from './meanings.ts'

/** A function and the columns of its result, as the analyser of KQL gives them. */
export interface DescribedFunction {
  readonly function: PackFunction
  readonly columns: readonly Column[]
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

/**
 * The schema card: each column of each function with type, meaning and example, as Markdown, for whoever writes KQL.
 *
 * @throws Error where a column has no meaning, or a meaning no column
 */
export function schemaCard(described: readonly DescribedFunction[]): string {
  return [
    '# Schema card',
    '',
    'Every column of the functions of `@kansoku/log-analytics`, for whoever writes KQL over model calls. Generated: change the',
    'functions in `kql/functions` and the meanings in `src/schema-card/meanings`.',
    '',
    '- Give a range to the functions that take one: `LLMCalls(ago(1d), now())` has its begin and not its end.',
    '- Count with `sum(ItemCount)`, never with `count()`: under sampling a row stands for several calls.',
    '- A failed call (`Success == false`) and an invalid output (`OutputValid == false`) are two things: the second is a success.',
    '- A column of type string is empty where there is no value; every other one is null.',
    ...described.flatMap(section),
    '',
  ].join('\n')
}

function section({
  columns,
  function: { description, name, parameters },
}: DescribedFunction): string[] {
  const known = meanings[name] ?? {}
  const names = new Set(columns.map((column) => column.name))
  const stray = Object.keys(known).filter((each) => !names.has(each))
  if (stray.length > 0)
    throw new Error(`${name} has no column ${stray.join(', ')}: remove its meaning`)
  return [
    '',
    `## ${name}(${parameters})`,
    '',
    description.en,
    '',
    '| column | type | meaning | example |',
    '| --- | --- | --- | --- |',
    ...columns.map((column) => {
      const found = known[column.name]
      if (!found)
        throw new Error(`${name}: nobody says what ${column.name} means; write it in meanings.ts`)
      const { example, meaning } = found
      return `| \`${column.name}\` | ${column.type} | ${cell(meaning)} | \`${cell(example)}\` |`
    }),
  ]
}

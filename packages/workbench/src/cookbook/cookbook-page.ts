import type { PackQuery } from '@kansoku/log-analytics'

import type { Recipe } from './recipes.ts'

const HEAD = `# Cookbook: question, query, picture

Every question has a query and its picture, drawn by \`kansoku chart\` from made-up rows: a chatbot of two customers over eight days, of which
each row stands for five calls. Queries with a name are in [the pack](../packages/log-analytics/README.md): \`kansoku query <name>\` runs them
on the laptop, and in Azure they are in the query pack. The others run as they stand, in both places:

\`\`\`sh
kansoku query tokens-and-cost
kansoku chart answers-per-turn --svg answers.svg
echo 'LLMCalls(ago(1d), now()) | summarize sum(ItemCount) by Model | render piechart' | kansoku chart -
\`\`\`

In Azure Monitor the \`xcolumn\` and \`ycolumns\` of \`render\` are not known; these queries do without. This page and its pictures are written by
\`packages/workbench/src/cookbook/cookbook.test.ts\` (\`vitest -u\`), which fails where they are not current.
`

/** The page of all recipes. */
export function cookbookPage(
  recipes: readonly Recipe[],
  find: (name: string) => PackQuery,
): string {
  const contents = recipes.map(({ name, question }) => `- [${question}](#${name})`)
  const sections = recipes.map((recipe) => section(recipe, find))
  return [HEAD, ...contents, '', sections.join('\n\n'), ''].join('\n')
}

function section(recipe: Recipe, find: (name: string) => PackQuery): string {
  const { name, question, japanese, reading } = recipe
  return `<a id="${name}"></a>
## ${question}
${japanese}

${reading}

${kqlOf(recipe, find)}

![${question}](pictures/cookbook/${name}.svg)`
}

function kqlOf({ draw, query }: Recipe, find: (name: string) => PackQuery): string {
  if ('text' in query) return block(query.text)
  const { name, text } = find(query.pack)
  const drawn = draw === undefined ? '' : `\n\nDrawn with\n\n${block(draw)}`
  return `<details><summary><code>${name}</code></summary>

${block(text)}

</details>${drawn}`
}

const block = (kql: string): string => `\`\`\`kql\n${kql}\n\`\`\``

/** The whole query of a recipe's picture. */
export function pictureQuery(
  { draw = '', query }: Recipe,
  find: (name: string) => PackQuery,
): string {
  return `${'text' in query ? query.text : find(query.pack).text}\n${draw}`
}

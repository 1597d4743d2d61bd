import { createKql, formatValue, isKqlError, memorySource } from '@kansoku/kql'

import { readJsonLines } from './json-lines.ts'

const [, , file = 'requests.jsonl', query = 'Lines | take 10'] = process.argv

const kql = createKql({ source: memorySource({ Lines: readJsonLines(file) }) })
try {
  const { columns, rows } = await kql.run(query)
  console.log(columns.map(({ name }) => name).join('\t'))
  for (const row of rows)
    console.log(columns.map(({ type }, index) => formatValue(row[index], type)).join('\t'))
} catch (error) {
  if (!isKqlError(error)) throw error
  console.error(error.message)
  process.exitCode = 1
} finally {
  await kql.close()
}

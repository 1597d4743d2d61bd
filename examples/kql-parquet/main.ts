import { createKql, formatValue } from '@kansoku/kql'

import { openParquet } from './parquet.ts'

const [, , file = 'calls.parquet', query = 'Rows | take 10'] = process.argv

const table = await openParquet(file, 'Rows')
const kql = createKql({ source: table.source })
const { columns, rows } = await kql.run(query)
console.log(columns.map(({ name }) => name).join('\t'))
for (const row of rows)
  console.log(columns.map(({ type }, index) => formatValue(row[index], type)).join('\t'))
await kql.close()
table.close()

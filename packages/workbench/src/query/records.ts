import type { QueryAnswer } from './answer.ts'

/** The rows as objects by column. `T` is what the query is known to give: nothing checks it. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- said once here instead of in a cast at each caller
export function recordsOf<T>({ columns, rows }: QueryAnswer): readonly T[] {
  return rows.map(
    (row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])) as T,
  )
}

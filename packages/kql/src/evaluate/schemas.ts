/* oxlint-disable no-await-in-loop -- one plugin's columns after the other: the second reads those of the first */
import { KqlError } from '../error.ts'
import type { Answer, KnownSchema } from '../language/protocol.ts'
import { open } from './open.ts'
import { pivotedColumns } from './pivot.ts'
import type { Run } from './run.ts'
import { runSubqueries } from './subqueries.ts'
import { unpackedColumns } from './unpack.ts'

/** Plugins of one query whose columns come from the data. */
const most = 16

/** Asks for the plan again and again, each time knowing the columns of one plugin more. */
export async function withSchemas(
  first: Answer,
  again: (schemas: readonly KnownSchema[]) => Promise<Answer>,
  run: Run,
): Promise<Answer> {
  const schemas: KnownSchema[] = []
  let answer = first
  while (answer.kind === 'schema') {
    const { plan, at } = answer
    if (schemas.length >= most)
      throw new KqlError('limit', `More than ${most} "evaluate" whose columns come from the data.`)
    await runSubqueries(plan, run)
    const columns = await (plan.kind === 'unpack'
      ? unpackedColumns(plan, run, open)
      : pivotedColumns(plan, run, open))
    if (columns.length === 0)
      throw new KqlError('unsupported', '"evaluate" that leaves no column', plan.at)
    schemas.push({ at, columns })
    answer = await again(schemas)
  }
  return answer
}

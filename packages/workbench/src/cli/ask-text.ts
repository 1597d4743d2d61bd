import type { QueryAnswer } from '../query/answer.ts'
import { ask, type Where } from './ask.ts'
import { CliError } from './cli-error.ts'
import { explainQueryProblem } from './query-error.ts'
import { readQuery } from './query-text.ts'

/** The answer to the query that an argument means; a problem of the query is told with its place. */
export async function askText(what: string, where: Where): Promise<QueryAnswer> {
  const { name, query } = await readQuery(what)
  const asked = await ask(query, where)
  if ('problem' in asked) throw new CliError(explainQueryProblem(asked.problem, query, name), 2)
  return asked.answer
}

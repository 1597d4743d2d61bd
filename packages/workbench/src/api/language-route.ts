import { HttpProblem } from '../ingestion/http-problem.ts'
import { readJsonBody } from '../ingestion/json-body.ts'
import type { Handler } from '../ingestion/server.ts'
import type { Engine } from '../query/engine.ts'

type Task = (engine: Engine, text: string, position: number) => Promise<unknown>

const tasks: Readonly<Record<string, Task>> = {
  check: (engine, text) => engine.check(text),
  tokens: (engine, text) => engine.editor.tokens(text),
  completions: (engine, text, position) => engine.editor.completions(text, position),
  hover: (engine, text, position) => engine.editor.hover(text, position),
  signature: (engine, text, position) => engine.editor.signature(text, position),
}

const TEXT_LIMIT = 1_048_576
const EXAMPLE = '{ "task": "completions", "text": "AppTraces | ", "position": 12 }'

/** `POST /api/language`: what an editor asks while a query is written. */
export function languageRoute(engine: () => Engine): readonly [string, Handler] {
  return [
    'POST /api/language',
    async (request) => {
      const { task, text, position = 0 } = await readJsonBody(request, TEXT_LIMIT, EXAMPLE)
      const run = typeof task === 'string' && Object.hasOwn(tasks, task) ? tasks[task] : undefined
      if (run === undefined || typeof text !== 'string' || !isPosition(position, text))
        throw new HttpProblem(
          400,
          `Send ${EXAMPLE} as JSON; tasks are ${Object.keys(tasks).join(', ')}`,
        )
      return { status: 200, body: (await run(engine(), text, position)) ?? null }
    },
  ]
}

const isPosition = (value: unknown, text: string): value is number =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= text.length

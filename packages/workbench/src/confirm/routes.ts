import type { EvaluationCase } from '../evaluations/definition.ts'
import { HttpProblem } from '../ingestion/http-problem.ts'
import { readJsonBody } from '../ingestion/json-body.ts'
import type { Handler } from '../ingestion/server.ts'
import { openDataSet, writeDataSet } from './data-set-file.ts'
import { decideCase, type Decision } from './decide-case.ts'
import { type DataSet, notedDataSets } from './noted-data-sets.ts'

/** A data set with the cases that wait for a person. */
export interface WaitingCases {
  readonly evaluation: string
  readonly file: string
  readonly labels: readonly string[]
  /** To be sent with a decision, which is refused if the file has changed since. */
  readonly version: string
  readonly waiting: readonly EvaluationCase[]
  /** Whether the last decision can be taken back. */
  readonly canUndo: boolean
  /** Why the file cannot be read; there are no cases then. */
  readonly problem?: string
}

const BODY_LIMIT = 262_144
const EXAMPLE =
  '{ "file": "…", "version": "…", "id": "harvested-…", "action": "accept", "expected": "No" }'

/** The last decision on a file: what it was before, and the version that the decision made of it. */
interface Undo {
  readonly before: string
  readonly after: string
}

/** `GET /api/cases`: what waits to be confirmed. `POST /api/cases`: one decision (accept, drop), or undo of the last. */
export function confirmRoutes(data: string): readonly (readonly [string, Handler])[] {
  const undos = new Map<string, Undo>()
  const show = async (): Promise<readonly WaitingCases[]> =>
    Promise.all((await notedDataSets(data)).map((set) => waitingOf(set, undos)))
  // One decision at a time: between reading a file and writing it, no other may come.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work)
    last = done.catch(() => undefined)
    return done
  }

  return [
    ['GET /api/cases', async () => ({ status: 200, body: await show() })],
    [
      'POST /api/cases',
      async (request) => {
        const asked = await readJsonBody(request, BODY_LIMIT, EXAMPLE)
        await inTurn(() => decide(data, asked, undos))
        return { status: 200, body: await show() }
      },
    ],
  ]
}

async function waitingOf(
  { evaluation, file, labels }: DataSet,
  undos: ReadonlyMap<string, Undo>,
): Promise<WaitingCases> {
  try {
    const { version, waiting } = await openDataSet(file)
    const canUndo = undos.get(file)?.after === version
    return { evaluation, file, labels, version, waiting, canUndo }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { evaluation, file, labels, version: '', waiting: [], canUndo: false, problem }
  }
}

async function decide(
  data: string,
  { action, expected, file, id, version }: Readonly<Record<string, unknown>>,
  undos: Map<string, Undo>,
): Promise<void> {
  // Compared with the noted ones, never opened as it is.
  const set = (await notedDataSets(data)).find((each) => each.file === file)
  if (set === undefined) throw new HttpProblem(404, 'No command has noted this data set here')
  const opened = await openDataSet(set.file).catch((error: unknown) => {
    throw new HttpProblem(409, error instanceof Error ? error.message : String(error))
  })
  if (version !== opened.version)
    throw new HttpProblem(409, `${set.file} was changed meanwhile. Nothing was written`)
  const text = action === 'undo' ? undone(undos.get(set.file), opened.version) : decided()
  await writeDataSet(set.file, text)
  undos.delete(set.file)
  if (action !== 'undo')
    undos.set(set.file, { before: opened.text, after: (await openDataSet(set.file)).version })

  function decided(): string {
    const decision = decisionOf(action, expected)
    const after = typeof id === 'string' ? decideCase(opened.text, id, decision) : undefined
    if (after === undefined) throw new HttpProblem(404, 'No such case waits to be confirmed')
    return after
  }
}

function decisionOf(action: unknown, expected: unknown): Decision {
  if (action === 'drop') return { action }
  if (action === 'accept' && expected !== undefined) return { action, expected }
  throw new HttpProblem(400, `Send ${EXAMPLE} as JSON, or the action "drop" or "undo"`)
}

function undone(undo: Undo | undefined, version: string): string {
  if (undo?.after === version) return undo.before
  throw new HttpProblem(409, 'There is no decision to take back')
}

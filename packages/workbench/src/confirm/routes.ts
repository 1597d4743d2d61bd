import { HttpProblem } from '../ingestion/http-problem.ts'
import { readJsonBody } from '../ingestion/json-body.ts'
import type { Handler } from '../ingestion/server.ts'
import { openDataSet, versionOf, writeDataSet } from './data-set-file.ts'
import { decideCase, type Decision } from './decide-case.ts'
import { type DataSet, notedDataSets } from './noted-data-sets.ts'
import { type UndoStack, undoStack } from './undo-stack.ts'
import type { WaitingCases } from './waiting-cases.ts'

const BODY_LIMIT = 262_144
const EXAMPLE =
  '{ "file": "…", "version": "…", "id": "harvested-…", "action": "accept", "expected": "No" }'

/** `GET /api/cases`: what waits to be confirmed. `POST /api/cases`: one decision (accept, drop), or undo of the last. */
export function confirmRoutes(data: string): readonly (readonly [string, Handler])[] {
  const undos = undoStack()
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
  undos: UndoStack,
): Promise<WaitingCases> {
  try {
    const { version, waiting } = await openDataSet(file)
    const canUndo = undos.peek(file, version) !== undefined
    return { evaluation, file, labels, version, waiting, canUndo }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    return { evaluation, file, labels, version: '', waiting: [], canUndo: false, problem }
  }
}

async function decide(
  data: string,
  { action, expected, file, id, version }: Readonly<Record<string, unknown>>,
  undos: UndoStack,
): Promise<void> {
  // Compared with the noted ones, never opened as it is.
  const set = (await notedDataSets(data)).find((each) => each.file === file)
  if (set === undefined) throw new HttpProblem(404, 'No command has noted this data set here')
  const opened = await openDataSet(set.file).catch((error: unknown) => {
    throw new HttpProblem(409, error instanceof Error ? error.message : String(error))
  })
  const changed = (): HttpProblem =>
    new HttpProblem(409, `${set.file} was changed meanwhile. Nothing was written`)
  if (version !== opened.version) throw changed()
  if (action === 'undo') {
    const before = undos.peek(set.file, opened.version)
    if (before === undefined) throw new HttpProblem(409, 'There is no decision to take back')
    if (!(await writeDataSet(set.file, opened.text, before))) throw changed()
    undos.pop(set.file)
    return
  }
  const decision = decisionOf(action, expected)
  const after = typeof id === 'string' ? decideCase(opened.text, id, decision) : undefined
  if (after === undefined) throw new HttpProblem(404, 'No such case waits to be confirmed')
  if (!(await writeDataSet(set.file, opened.text, after))) throw changed()
  undos.push(set.file, { before: opened.text, after: versionOf(after) })
}

/** The expected value has to be said: null says that there is none, and the contract alone judges. */
function decisionOf(action: unknown, expected: unknown): Decision {
  if (action === 'drop') return { action }
  if (action === 'accept' && expected !== undefined) return { action, expected }
  throw new HttpProblem(400, `Send ${EXAMPLE} as JSON, or the action "drop" or "undo"`)
}

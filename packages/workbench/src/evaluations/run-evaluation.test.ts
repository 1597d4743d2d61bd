import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { oneOf } from '@kansoku/core'
import { describe, expect, it, vi } from 'vitest'

import { temporaryFolder } from '../testing/workbench.ts'
import { type AnswerMode, openAnswers } from './answers.ts'
import type { EvaluationCase, TaskContext } from './definition.ts'
import { openJournal } from './journal.ts'
import { type AnyEvaluation, runEvaluation, type RunOptions, triedBy } from './run-evaluation.ts'
import { runsOf } from './runs.ts'
import type { Settings } from './tried.ts'

const prompt = { name: 'search_decision', version: 1, output: oneOf('Yes', 'No') }

const cases: readonly EvaluationCase[] = [
  { id: 'a', tags: ['turn-1'], input: { question: 'hello' }, expected: 'No' },
  { id: 'b', tags: ['turn-2', 'ja'], input: { question: '検索して' }, expected: 'Yes' },
  { id: 'c', tags: ['turn-2'], input: { question: 'and then?' } },
]

type Task = (input: { question: string }, context: TaskContext) => Promise<string>

const says =
  (answers: Readonly<Record<string, string>>): Task =>
  async ({ question }) =>
    answers[question] ?? 'No'

const evaluation = (task: Task, more: Partial<AnyEvaluation> = {}): AnyEvaluation => ({
  name: 'decision',
  prompt,
  data: 'cases.jsonl',
  task: task as AnyEvaluation['task'],
  ...more,
})

interface Run extends Partial<RunOptions> {
  readonly folder?: string
  readonly run?: string
  readonly of?: readonly EvaluationCase[]
  readonly mode?: AnswerMode
}

async function run(
  what: AnyEvaluation,
  { folder = temporaryFolder(), run: name = '1', of = cases, ...options }: Run = {},
) {
  const journal = await openJournal(join(folder, name), triedBy(what))
  return runEvaluation(what, of, {
    answers: await openAnswers(join(folder, 'answers.jsonl')),
    mode: 'new',
    journal,
    signal: new AbortController().signal,
    firstWait: 1,
    ...options,
  })
}

describe('a run', () => {
  it('leaves out what waits to be confirmed, and says how many', async () => {
    const of = [...cases, { id: 'd', tags: [], input: { question: 'new' }, confirmed: false }]
    const { cases: ran, unconfirmed } = await run(evaluation(says({})), { of })
    expect(ran.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(unconfirmed).toBe(1)
    expect(await run(evaluation(says({})))).not.toHaveProperty('unconfirmed')
  })

  it('judges each output by the contract and by what is expected', async () => {
    const result = await run(evaluation(says({ hello: 'No', 検索して: 'Maybe' })))
    expect(result).toEqual({
      evaluation: 'decision',
      prompt: { name: 'search_decision', version: '1' },
      repeat: 1,
      cases: [
        {
          ...cases[0],
          repetition: 1,
          output: 'No',
          evaluators: [
            { evaluator: 'contract', passed: true, label: 'No' },
            { evaluator: 'expected', passed: true },
          ],
          passed: true,
        },
        {
          ...cases[1],
          repetition: 1,
          output: 'Maybe',
          evaluators: [
            { evaluator: 'contract', passed: false, explanation: 'not_in_set' },
            { evaluator: 'expected', passed: false, explanation: '"Maybe" instead of "Yes"' },
          ],
          passed: false,
        },
        {
          ...cases[2],
          repetition: 1,
          output: 'No',
          evaluators: [{ evaluator: 'contract', passed: true, label: 'No' }],
          passed: true,
        },
      ],
    })
  })

  it('takes evaluators of one’s own; one that throws fails the case, not the run', async () => {
    const evaluators = [
      { name: 'short', evaluate: () => ({ passed: true, score: 0.5 }) },
      {
        name: 'judge',
        kind: 'model' as const,
        evaluate: () => {
          throw new TypeError('no model')
        },
      },
    ]
    const { cases: outcomes } = await run(evaluation(says({}), { evaluators }))
    expect(outcomes[2]).toMatchObject({
      passed: false,
      evaluators: [
        { evaluator: 'contract', passed: true },
        { evaluator: 'short', passed: true, score: 0.5 },
        { evaluator: 'judge', passed: false, error: 'TypeError' },
      ],
    })
  })

  it('tries a task again, and tells what it threw at last', async () => {
    const task = vi.fn<Task>(async ({ question }) => {
      if (question === 'hello') throw new RangeError('busy')
      return 'Yes'
    })
    const { cases: outcomes } = await run(evaluation(task, { retries: 2, concurrency: 1 }))
    expect(outcomes[0]).toEqual({
      ...cases[0],
      repetition: 1,
      error: { class: 'RangeError', message: 'busy' },
      evaluators: [],
      passed: false,
    })
    expect(task).toHaveBeenCalledTimes(5)
  })

  it('repeats each case, the repetitions together', async () => {
    const { cases: outcomes } = await run(evaluation(says({}), { repeat: 2 }))
    expect(outcomes.map(({ id, repetition }) => `${id}${repetition}`)).toEqual([
      'a1',
      'a2',
      'b1',
      'b2',
      'c1',
      'c2',
    ])
  })

  it('gives the same bytes from recorded answers, and calls nobody', async () => {
    const folder = temporaryFolder()
    await run(evaluation(says({ 検索して: 'Yes' })), { folder, run: 'new' })
    const task = vi.fn<Task>()
    const again = { folder, mode: 'recorded' as const }
    await run(evaluation(task), { ...again, run: 'one' })
    await run(evaluation(task), { ...again, run: 'two' })
    const [first, second] = await Promise.all(
      ['one', 'two'].map((name) => readFile(join(folder, name, 'result.json'), 'utf8')),
    )
    expect(task).not.toHaveBeenCalled()
    expect(second).toBe(first)
    expect(JSON.parse(first ?? '')).toMatchObject({
      cases: [{ output: 'No' }, { output: 'Yes' }, { output: 'No' }],
    })
  })

  it('has no recorded answer for another version', async () => {
    const folder = temporaryFolder()
    await run(evaluation(says({})), { folder })
    const task = vi.fn<Task>()
    const next = evaluation(task, { prompt: { ...prompt, version: 2 }, retries: 0 })
    const { cases: outcomes } = await run(next, { folder, run: '2', mode: 'recorded' })
    expect(outcomes[0]?.error?.message).toContain('no answer is recorded for version 2')
  })

  it('has no recorded answer of another model, where the settings name it, and says which it had', async () => {
    const folder = temporaryFolder()
    const task = vi.fn<Task>(async () => 'No')
    const of = (settings: Settings, name: string) =>
      run(evaluation(task, { settings }), { folder, run: name, mode: 'cached' })
    await of({ model: 'gpt-4.1', temperature: 0 }, '1')
    await of({ temperature: 0, model: 'gpt-4.1' }, '2')
    expect(task).toHaveBeenCalledTimes(3)
    const { prompt: tried, settings } = await of({ model: 'gpt-5', temperature: 0 }, '3')
    expect(task).toHaveBeenCalledTimes(6)
    expect([tried, settings]).toEqual([
      { name: 'search_decision', version: '1' },
      { model: 'gpt-5', temperature: 0 },
    ])
  })

  it('that did not finish says what it tried, and asks again for a case that was edited since', async () => {
    const data = temporaryFolder()
    const runs = runsOf(data, 'decision')
    const folder = runs.create('1', new Date())
    const asked: string[] = []
    const controller = new AbortController()
    const task: Task = async ({ question }, { caseId }) => {
      asked.push(question)
      if (caseId === 'b') controller.abort(new Error('Ctrl+C'))
      return 'No'
    }
    const what = evaluation(task, { concurrency: 1, settings: { model: 'gpt-4.1' } })
    const here = { folder, run: '.' }
    await expect(run(what, { ...here, signal: controller.signal })).rejects.toThrow('Ctrl+C')
    expect(await runs.unfinished()).toEqual({ folder, tried: triedBy(what) })
    const [, ...others] = cases
    const edited = [{ id: 'a', tags: [], input: { question: 'good morning' } }, ...others]
    const { cases: outcomes } = await run(what, { ...here, of: edited })
    expect(asked).toEqual(['hello', '検索して', 'good morning', 'and then?'])
    expect(outcomes.map(({ input }) => input)).toEqual(edited.map(({ input }) => input))
    expect(await runs.unfinished()).toBeUndefined()
  })

  it('goes on where it was cancelled, and repeats no call', async () => {
    const folder = temporaryFolder()
    const controller = new AbortController()
    const asked: string[] = []
    const task: Task = async (_, { caseId }) => {
      asked.push(caseId)
      if (caseId === 'b') controller.abort(new Error('Ctrl+C'))
      return 'No'
    }
    const what = evaluation(task, { concurrency: 1 })
    await expect(run(what, { folder, signal: controller.signal })).rejects.toThrow('Ctrl+C')
    // As a crash would leave it.
    await appendFile(join(folder, '1', 'journal.jsonl'), '{"id":"c","repe')
    const { cases: outcomes } = await run(what, { folder })
    expect(asked).toEqual(['a', 'b', 'c'])
    expect(outcomes.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  it('begins no more tasks in a minute than is allowed, and no more at a time', async () => {
    const begun: number[] = []
    let [running, most] = [0, 0]
    const task: Task = async () => {
      begun.push(performance.now())
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => {
        setTimeout(resolve, 5)
      })
      running -= 1
      return 'No'
    }
    await run(evaluation(task, { perMinute: 3000, concurrency: 2, repeat: 2 }))
    expect(most).toBeLessThanOrEqual(2)
    expect((begun.at(-1) ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(90)
  })
})

import { DemoError } from '../demo/children.ts'
import { heading } from '../demo/report.ts'
import { confirmCases } from './confirm.ts'
import type { Stage } from './stage.ts'

const RULE = 'invalid-decisions-daily'
const EVALUATION = 'search-decision'

/**
 * The loop as one story: a prompt is deployed, watched, understood, improved, and the change is proved.
 *
 * @throws DemoError that names the step which is not as told
 */
export async function tellStory(
  { converse, types }: Stage,
  { workbench, print }: { workbench: string; print: (text: string) => void },
): Promise<void> {
  const step = async (title: string, play: () => Promise<void>): Promise<void> => {
    print(heading(title))
    try {
      await play()
    } catch (error) {
      if (!(error instanceof DemoError)) throw error
      throw new DemoError(`"${title}" is not as told. ${error.message}`)
    }
  }

  await step('Version 1 is deployed, and people use it', () => converse(1, 1))

  await step('The daily alert fires: ten answers are neither Yes nor No', async () => {
    const { stdout } = await types(['alert', 'simulate', RULE])
    insist(/fired/i.test(stdout), 'The alert did not fire.')
  })

  await step('The drill-down shows the calls behind it, with their prompts', async () => {
    const { stdout } = await types(['query', 'queries/invalid-decisions.kql'])
    insist(rowsIn(stdout) >= 10, 'Fewer than ten calls are listed.')
    insist(/You decide/.test(stdout), 'The calls have no prompts.')
  })

  await step('The third turn is searched again and again, and why', async () => {
    await types(['query', 'answers-per-turn', '--chart'], { lines: 30 })
    await types(['query', 'queries/turn-3-yes.kql'], { lines: 8 })
    const { stdout } = await types(['query', 'queries/failure-modes.kql'], { lines: 12 })
    insist(/every turn/.test(stdout), 'No conversation was searched on every turn.')
  })

  await step('The incident becomes test cases', async () => {
    const { stdout } = await types(['harvest', EVALUATION, RULE])
    insist(/^[1-9]\d* cases were added/.test(stdout), 'No case was harvested.')
    const confirmed = await confirmCases(workbench)
    print(
      `On the page, a person would now look at each. Here the four checks say what was right: ${confirmed} cases are confirmed.`,
    )
  })

  await step('The evaluation sees what is wrong with version 1', async () => {
    await types(['eval', 'run', EVALUATION], { version: 1, exits: 3, lines: 24 })
    await types(['eval', 'gate', EVALUATION], { version: 1, exits: 3 })
  })

  await step('Version 2 says what version 1 left open, and passes', async () => {
    await types(['prompts', 'check'], { anywhere: true })
    await types(['eval', 'run', EVALUATION], { version: 2 })
    await types(['eval', 'gate', EVALUATION, '--baseline', 'last'], { version: 2 })
    await types(['eval', 'gate', EVALUATION, '--baseline', 'production'], { version: 2 })
  })

  await step('Version 2 is deployed, and proves better', async () => {
    await converse(2, 2)
    await comparedTo(['1', '2'], 'improved')
  })

  await step('Version 3 is version 2 in fewer words: it passes, and changes nothing', async () => {
    await types(['eval', 'run', EVALUATION], { version: 3 })
    const gate = ['eval', 'gate', EVALUATION, '--baseline', 'production', '--baseline-version', '2']
    await types(gate, { version: 3 })
    await converse(3, 3)
    await comparedTo(['2', '3'], 'no detectable change')
  })

  await step('Version 4 saves searches that are needed: the gate stops it', async () => {
    await types(['eval', 'run', EVALUATION], { version: 4, exits: 3, lines: 24 })
    await types(['eval', 'gate', EVALUATION, '--baseline', 'last'], { version: 4, exits: 3 })
  })

  async function comparedTo(versions: readonly string[], verdict: string): Promise<void> {
    const { stdout } = await types(['compare', 'search_decision', ...versions])
    insist(stdout.includes(verdict), `The verdict is not "${verdict}".`)
  }
}

function insist(is: boolean, otherwise: string): void {
  if (!is) throw new DemoError(otherwise)
}

/** A table ends with how many rows it has. */
const rowsIn = (table: string): number => Number(/\((\d+) rows?\)/.exec(table)?.[1] ?? 0)

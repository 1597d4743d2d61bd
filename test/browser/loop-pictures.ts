// Pictures of docs/the-loop.md, of what the story leaves; by hand after a build: node test/browser/loop-pictures.ts
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import type { Locator } from 'playwright-core'

import { run, startWorkbench, stop } from '../end-to-end/processes.ts'
import { startBrowser, visit } from './browser.ts'
import { evaluate, harvest } from './commands.ts'

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const data = await mkdtemp(join(tmpdir(), 'kansoku-'))
const story = await run([fromRoot('examples/rag-chatbot/story/main.ts'), '--data', data])
if (story.code !== 0) throw new Error(story.stdout + story.stderr)
const report = join(data, 'report.html')
await evaluate(data, '4', report)
const [workbench, browser] = await Promise.all([startWorkbench(data), startBrowser()])
// The story has confirmed its cases: these are the same, as they were when they had just been harvested.
await harvest(data)

const page = (path: string): string => `${workbench.url}${path}`
const SETS = '.panel:has-text("Data set search-decision")'
/** Name of the picture, address, what is there once the page has its rows, the part that is shown, and its height at most. */
const pictures = [
  ['alert', page('/alerts?last=7d'), '.strip', '.panel:has-text("neither Yes nor No")', 300],
  ['versions', page('/prompts?prompt=search_decision'), '.verdict', 'main .panel', 640],
  ['confirm', page('/evaluations'), '.desk-case .bubble', 'main .panel', 780],
  ['cases', page('/evaluations'), `${SETS} td`, SETS, 420],
  ['report', pathToFileURL(report).href, 'h2', 'section', 660],
] as const

try {
  await Promise.all(pictures.map((picture) => take(...picture)))
} finally {
  await browser.close()
  await stop(workbench)
  await rm(data, { recursive: true })
}

async function take(...[name, url, shown, part, most]: (typeof pictures)[number]): Promise<void> {
  const { page: opened } = await visit(browser, workbench.url, { width: 1440, height: 2400 })
  await opened.goto(url)
  await opened.locator(shown).first().waitFor()
  if (name === 'confirm') await opened.locator('.desk-list button').nth(5).click()
  await opened.waitForTimeout(2000)
  const { x, y, width, height } = await boxOf(opened.locator(part).first())
  const clip = { x: x - 12, y: y - 12, width: width + 24, height: Math.min(height + 24, most) }
  await opened.screenshot({ path: fromRoot(`docs/pictures/loop-${name}.png`), clip })
}

async function boxOf(
  part: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await part.boundingBox()
  if (box === null) throw new Error('The part is not to be seen.')
  return box
}

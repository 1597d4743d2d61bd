// How fast the page is over a large store, by hand, on an idle machine: node test/browser/large-store.ts [calls]
// After a build. 200,000 calls take half a minute to send.
/* oxlint-disable no-await-in-loop -- one after the other is what is measured */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Page } from 'playwright-core'

import { startWorkbench, stop } from '../end-to-end/processes.ts'
import { startBrowser, visit } from './browser.ts'
import { sendManyCalls } from './many-calls.ts'

const count = Number(process.argv[2] ?? 200_000)
const ROW = '.grid-row[data-index]'

/** A link of the navigation, and what is there once the page has its rows. */
const changes = [
  ['Calls', ROW],
  ['Conversations', ROW],
  ['Prompts', '.prompt table'],
  ['Alerts', '.rule'],
  ['Evaluations', '.note, .score'],
  ['Diagnostics', '.checks li'],
  ['Overview', '.stat'],
  ['Calls', ROW],
] as const

const data = await mkdtemp(join(tmpdir(), 'kansoku-'))
const workbench = await startWorkbench(data)
const browser = await startBrowser()
try {
  const sent = performance.now()
  await sendManyCalls(workbench.url, count, Date.now())
  report(`${count} calls sent`, performance.now() - sent)
  const { page, errors } = await visit(browser, workbench.url)
  report('first page', await timed(() => page.goto('/'), page, '.stat'))
  await page.locator('.chart canvas').waitFor()
  await page.waitForLoadState('networkidle').catch(() => undefined)
  for (const [name, shown] of changes) {
    const link = page.getByRole('link', { name, exact: true })
    await link.hover()
    const heading = page.getByRole('heading', { level: 1, name })
    const begin = performance.now()
    await link.click()
    await heading.waitFor()
    const drawn = performance.now() - begin
    await page.locator(shown).first().waitFor()
    report(`to ${name}`, drawn, `rows after ${Math.round(performance.now() - begin)} ms`)
  }
  report('scrolling, longest frame', await longestFrame(page), await loaded(page))
  if (errors.length > 0) process.stdout.write(`errors: ${errors.join('\n')}\n`)
} finally {
  await browser.close()
  await stop(workbench)
  await rm(data, { recursive: true })
}

async function timed(act: () => Promise<unknown>, page: Page, shown: string): Promise<number> {
  const begin = performance.now()
  await act()
  await page.locator(shown).first().waitFor()
  return performance.now() - begin
}

/** Wheels down the table for some seconds, and gives the longest time between two frames. */
async function longestFrame(page: Page): Promise<number> {
  await page.evaluate(`
    window.longest = 0; let last = performance.now()
    const look = (now) => { longest = Math.max(longest, now - last); last = now; requestAnimationFrame(look) }
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(look) })
  `)
  await page.mouse.move(700, 500)
  for (let step = 0; step < 150; step++) {
    await page.mouse.wheel(0, 400)
    await page.waitForTimeout(16)
  }
  return page.evaluate<number>('window.longest')
}

function loaded(page: Page): Promise<string> {
  return page.locator('.grid-foot').innerText()
}

function report(what: string, milliseconds: number, more = ''): void {
  process.stdout.write(
    `${what.padEnd(28)} ${Math.round(milliseconds).toString().padStart(6)} ms  ${more}\n`,
  )
}

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

import {
  chromium as playwright,
  type Browser,
  type BrowserContext,
  type Page,
} from 'playwright-core'

import { chromium } from '../chromium.ts'

/** Debian's Chromium, without a sandbox of its own: containers have none. */
export function startBrowser(): Promise<Browser> {
  const executablePath = chromium() ?? ''
  if (!existsSync(executablePath)) throw new Error(`There is no ${executablePath}`)
  return playwright.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] })
}

export interface Look {
  readonly theme?: 'light' | 'dark'
  readonly language?: 'en' | 'ja'
  readonly width?: number
  readonly height?: number
}

export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  /** Errors of scripts, of the console and of the policy. */
  readonly errors: string[]
  /** Addresses that were asked for. */
  readonly requests: string[]
}

/** A new visitor with a browser of that look. */
export async function visit(browser: Browser, url: string, look: Look = {}): Promise<Visit> {
  const { theme = 'light', language = 'en', width = 1280, height = 800 } = look
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: theme,
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const errors: string[] = []
  const requests: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text())
  })
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => requests.push(request.url()))
  return { context, page, errors, requests }
}

const require = createRequire(import.meta.url)
const AXE = require.resolve('axe-core/axe.min.js')

interface AxeResult {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
  }[]
}

/** Violations of accessibility that are serious or worse, each with its element. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in globalThis)
  // The page's policy lets no script in; the debugger's door is not under it.
  if (!isThere) await page.evaluate(readFileSync(AXE, 'utf8'))
  const { violations } = await page.evaluate<AxeResult>(
    'axe.run(document, { resultTypes: ["violations"] })',
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    )
}

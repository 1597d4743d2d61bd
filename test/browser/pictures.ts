// Pictures of the page for the docs, by hand after a build: node test/browser/pictures.ts
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import {
  CHATBOT,
  REGISTER,
  run,
  startModelServer,
  startWorkbench,
  stop,
} from '../end-to-end/processes.ts'
import { type Look, startBrowser, visit } from './browser.ts'
import { sendManyCalls } from './many-calls.ts'

const LABELS = `LLMCalls(ago(1d), now())
| where PromptName == "search_decision" and Success
| summarize Calls = sum(ItemCount) by Turn, Answer = iff(OutputValid, OutputLabel, "Other")
| order by Turn asc, Answer desc
| render columnchart with (kind=stacked, title="Search decisions")`

/** Name of the picture, address, and what is there once the page has its rows. */
const pictures = [
  ['overview', '/', '.chart canvas', {}],
  ['prompts', '/prompts?prompt=search_decision', '.chart canvas', {}],
  ['query', `/query?q=${encodeURIComponent(LABELS)}`, '.result canvas', { theme: 'dark' }],
  ['conversation', '/conversations/conversation-1-010', '.turn-call', { language: 'ja' }],
] as const satisfies readonly (readonly [string, string, string, Look])[]

const data = await mkdtemp(join(tmpdir(), 'kansoku-'))
const [workbench, models, browser] = await Promise.all([
  startWorkbench(data),
  startModelServer(['--seed', '1']),
  startBrowser(),
])
try {
  const chatbot = await run([...REGISTER, CHATBOT, '--conversations', '60', '--seed', '1'], {
    APPLICATIONINSIGHTS_CONNECTION_STRING: workbench.connectionString,
    OPENAI_BASE_URL: models.baseURL,
    OPENAI_API_KEY: 'none',
    SEARCH_DECISION_VERSION: '1',
    OTEL_SERVICE_NAME: 'rag-chatbot',
    OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
  })
  if (chatbot.code !== 0) throw new Error(chatbot.stderr)
  await sendManyCalls(workbench.url, 4000, Date.now())
  await Promise.all(
    pictures.map(async ([name, path, shown, look]) => take(name, path, shown, look)),
  )
} finally {
  await browser.close()
  await Promise.all([stop(workbench), stop(models)])
  await rm(data, { recursive: true })
}

async function take(name: string, path: string, shown: string, look: Look): Promise<void> {
  const { page } = await visit(browser, workbench.url, { ...look, width: 1200, height: 760 })
  await page.goto(path)
  await page.locator(shown).first().waitFor()
  await page.waitForTimeout(2000)
  const file = fileURLToPath(new URL(`../../docs/pictures/page-${name}.png`, import.meta.url))
  await page.screenshot({ path: file })
}

// Lints every package as npm would publish it. Its own script, because publint checks one package a run.
import { readdirSync } from 'node:fs'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const packages = fileURLToPath(new URL('../packages/', import.meta.url))
for (const name of readdirSync(packages)) {
  const pkgDir = packages + name
  const { messages } = await publint({ pkgDir, strict: true, pack: 'npm' })
  const pkg = JSON.parse(readFileSync(pkgDir + '/package.json', 'utf8'))
  for (const message of messages) console.error(`${pkg.name}: ${formatMessage(message, pkg)}`)
  if (messages.length > 0) process.exitCode = 1
}

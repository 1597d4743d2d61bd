// Lints every package as npm would publish it. Its own script, because publint checks one package a run.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const packages = fileURLToPath(new URL('../packages/', import.meta.url))

async function problems(directory) {
  const pkgDir = packages + directory
  const pkg = JSON.parse(readFileSync(`${pkgDir}/package.json`, 'utf8'))
  const { messages } = await publint({ pkgDir, strict: true, pack: 'npm' })
  return messages.map((message) => `${pkg.name}: ${formatMessage(message, pkg)}`)
}

const found = (await Promise.all(readdirSync(packages).map(problems))).flat()
for (const problem of found) console.error(problem)
process.exitCode = found.length > 0 ? 1 : 0

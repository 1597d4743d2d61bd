// Counts vitest's JSON report and closes with the one line that CI reads. Fails where a suite that CI requires has no test.
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'

const [file, ...required] = process.argv.slice(2)
const report = JSON.parse(readFileSync(file, 'utf8'))
const missing = required.filter(
  (folder) =>
    !report.testResults.some(
      ({ name, assertionResults }) =>
        relative('.', name).startsWith(`${folder}/`) && assertionResults.length > 0,
    ),
)
for (const folder of missing) console.error(`no test of ${folder} ran`)
// A suite that does not load has no failed test, but it has failed.
const unloaded = report.success || report.numFailedTests > 0 ? 0 : 1
const failed = report.numFailedTests + unloaded + missing.length
console.log(`${report.numPassedTests} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

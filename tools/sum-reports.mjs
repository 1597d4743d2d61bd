// Adds up vitest's JSON reports and closes with the one line that CI reads. Fails where a report is missing or empty.
import { readFileSync } from 'node:fs'

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')))
const sum = (key) => reports.reduce((total, report) => total + report[key], 0)
const passed = sum('numPassedTests')
// A suite that does not load has no failed test, but it has failed.
const failed =
  sum('numFailedTests') + reports.filter((r) => !r.success && r.numFailedTests === 0).length
const empty = reports.filter((report) => report.numTotalTests === 0).length

if (empty > 0) console.error(`${empty} of ${reports.length} reports hold no test at all`)
console.log(`${passed} passed, ${failed + empty} failed`)
process.exitCode = failed + empty > 0 ? 1 : 0

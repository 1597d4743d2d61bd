/**
 * Shows the whole way on this machine: model server, workbench and chatbot in processes of their own,
 * then the questions that the rows answer.
 */
import { fileURLToPath } from 'node:url'

import { ConfigurationError } from '../src/model.ts'
import { createChildren, DemoError } from './children.ts'
import { demoOptions } from './options.ts'
import { runDemo } from './run-demo.ts'

// The data folder and the commands at the end are meant from the root of the repository.
process.chdir(fileURLToPath(new URL('../../..', import.meta.url)))

const children = createChildren()
let interrupted = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    interrupted = true
    void children.stopAll()
  })
}

try {
  await runDemo(children, demoOptions(process.argv.slice(2), process.env))
} catch (error) {
  process.exitCode = 1
  if (interrupted) process.exitCode = 130
  else if (error instanceof DemoError || error instanceof ConfigurationError)
    console.error(`\nThe demo stopped. ${error.message}`)
  else throw error
} finally {
  await children.stopAll()
}

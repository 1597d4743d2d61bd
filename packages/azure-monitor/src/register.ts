/**
 * `node --import @kansoku/azure-monitor/register app.js`, or as the application's first import.
 * Works as `--require`, too, and for applications of both module systems.
 */
import { isMainThread } from 'node:worker_threads'

import { isSupportedNode, MINIMUM_NODE } from './node-version.ts'
import { notice } from './notice.ts'
import { start } from './start.ts'

// `--import` and `--require` run again in every worker, the module loader's own included.
if (isMainThread) {
  if (isSupportedNode(process.versions.node)) start()
  else
    notice(
      `telemetry is off, Node ${process.versions.node} is too old: Node ${MINIMUM_NODE} or newer is needed.`,
    )
}

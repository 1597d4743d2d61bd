#!/usr/bin/env node
// Old syntax only: this file must still parse on the Node it complains about.
var version = process.versions.node.split('.').map(Number)
if (version[0] < 22 || (version[0] === 22 && version[1] < 15)) {
  console.error(
    'kansoku needs Node 22.15 or newer, this is Node ' +
      process.versions.node +
      '. Install a newer Node and run the command again.',
  )
  process.exit(1)
}
// 0.16 s to the first letter instead of 0.4.
;(await import('node:module')).enableCompileCache()
await import('../dist/cli.mjs')

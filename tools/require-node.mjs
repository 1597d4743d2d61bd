// pnpm checks engines against the Node that the workspace brings on Linux; elsewhere scripts run on the machine's own.
// Old syntax only: this file must still parse on the Node it complains about.
var version = process.versions.node.split('.').map(Number)
if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  console.error(
    "Kansoku's scripts need Node 22.18 or newer, this is Node " +
      process.versions.node +
      '. Install a newer Node and run the command again.',
  )
  process.exit(1)
}

// Does nothing until the folder that the first argument names has no stored telemetry, but at most 15 s.
import { readdirSync } from 'node:fs'

const stored = () =>
  readdirSync(process.argv[2], { recursive: true }).some((file) => file.endsWith('.ai.json'))
const until = Date.now() + 15_000
const waiting = setInterval(() => {
  if (!stored() || Date.now() > until) clearInterval(waiting)
}, 50)

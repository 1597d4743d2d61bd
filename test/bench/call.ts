/**
 * One variant of calling the client, in a process of its own: prints the CPU microseconds of one call.
 * `node call.ts <folder of the packages> <variant> <shape>`
 */
import { createClient, startApplication } from './application.ts'
import { withFloor } from './floor.ts'
import { type ShapeName, SHAPES } from './shapes.ts'
import { withTwin, withTwinAndContent } from './twin.ts'
import { type VariantName, VARIANTS } from './variants.ts'

const [folder = '', variantName, shapeName] = process.argv.slice(2)
const shape = SHAPES[shapeName as ShapeName]
const variant = VARIANTS[variantName as VariantName]

const application = startApplication(folder)
variant.instrument?.(application.load)
const client = createClient(application, shape)
const bare = async (): Promise<unknown> => shape.call(client)
const byHand: Partial<Record<VariantName, typeof withFloor>> = {
  floor: withFloor,
  twin: withTwin,
  'twin-content': withTwinAndContent,
}
const call = byHand[variantName as VariantName]?.(application, shape, bare) ?? bare

// One after the other is what is measured.
for (let index = 0; index < shape.warmUp; index++) await call() // oxlint-disable-line no-await-in-loop
const before = process.cpuUsage()
for (let index = 0; index < shape.calls; index++) await call() // oxlint-disable-line no-await-in-loop
const { user, system } = process.cpuUsage(before)
console.log((user + system) / shape.calls)
process.exit()

/**
 * Whether calls leave anything behind: 100,000 of them, plain ones, streams that are read and streams that are broken
 * off, each with an id of its own. Prints the bytes by which the heap grew after a warm-up of a quarter as many.
 * `node --expose-gc memory.ts <folder of the packages> <variant>`
 */
import { setTimeout } from 'node:timers/promises'

import { createClient, startApplication } from './application.ts'
import { SHAPES } from './shapes.ts'
import { type VariantName, VARIANTS } from './variants.ts'

const CALLS = 100_000
const CHUNKS = 5

const [folder = '', variantName] = process.argv.slice(2)
const variant = VARIANTS[variantName as VariantName]
const application = startApplication(folder)
variant.instrument?.(application.load)

const { body, contentType } = SHAPES.chat
const { id } = JSON.parse(body) as { id: string }
const [first = '', second = '', ...others] = SHAPES['short-stream'].body.split('\n\n')
const streamBody = [first, ...Array<string>(CHUNKS).fill(second), ...others.slice(-4)].join('\n\n')

let made = 0
const withOwnId = (text: string): string => text.replaceAll(id, `chatcmpl-${made++}`)
const plain = createClient(application, {
  get body() {
    return withOwnId(body)
  },
  contentType,
})
const streaming = createClient(application, {
  get body() {
    return withOwnId(streamBody)
  },
  contentType: SHAPES['short-stream'].contentType,
})

async function call(index: number): Promise<void> {
  if (index % 5 < 3) return void (await SHAPES.chat.call(plain))
  if (index % 5 === 3) return void (await SHAPES['short-stream'].call(streaming))
  const messages = [{ role: 'user' as const, content: 'Good evening' }]
  const stream = await streaming.chat.completions.create({ model: 'm', messages, stream: true })
  for await (const _chunk of stream) break
}

async function heap(): Promise<number> {
  // What was batched is exported, what was dropped is collected.
  await application.flush()
  for (let time = 0; time < 5; time++) {
    globalThis.gc?.()
    await setTimeout(50) // oxlint-disable-line no-await-in-loop
  }
  return process.memoryUsage().heapUsed
}

for (let index = 0; index < CALLS / 4; index++) await call(index) // oxlint-disable-line no-await-in-loop
const before = await heap()
for (let index = 0; index < CALLS; index++) await call(index) // oxlint-disable-line no-await-in-loop
console.log((await heap()) - before)
process.exit()

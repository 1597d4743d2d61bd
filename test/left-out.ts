import { chromium } from './chromium.ts'

const LEFT_OUT = [
  ['external', process.env['KANSOKU_EXTERNAL'] === '1', 'facts from outside this repository'],
  ['compatibility', process.env['KANSOKU_COMPATIBILITY'] === '1', 'fresh npm installs'],
  ['browser', chromium() !== undefined, 'Chromium'],
] as const

/** Says what a plain test run does not cover, once, so that nobody takes it for covered. */
export default function sayWhatIsLeftOut(): void {
  for (const [suite, runs, need] of LEFT_OUT)
    if (!runs) console.info(`suite "${suite}" left out: it needs ${need} (CONTRIBUTING.md)`)
}

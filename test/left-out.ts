const LEFT_OUT = {
  external: ['KANSOKU_EXTERNAL', 'facts from outside this repository'],
  compatibility: ['KANSOKU_COMPATIBILITY', 'fresh installs from the npm registry'],
} as const

/** Says what a plain test run does not cover, once, so that nobody takes it for covered. */
export default function sayWhatIsLeftOut(): void {
  for (const [suite, [variable, need]] of Object.entries(LEFT_OUT))
    if (process.env[variable] !== '1')
      console.info(`suite "${suite}" left out: it needs ${need} (CONTRIBUTING.md)`)
}

/** Says what a plain test run does not cover, once, so that nobody takes it for covered. */
export default function sayWhatIsLeftOut(): void {
  if (process.env['KANSOKU_EXTERNAL'] !== '1')
    console.info(
      'suite "external" left out: it needs facts from outside this repository (CONTRIBUTING.md)',
    )
}

import { type Major, MAJORS, versionOf } from '../clients.ts'
import { type Played, type Result, VARIANTS } from './play.ts'
import type { End, Scenario } from './scenario.ts'

/** What an application could tell the bare client from the traced one by. */
export function seenByApplication({ observed, requests, unhandled }: Result): unknown {
  return { observed, requests, unhandled }
}

/** How the calls ended, as far as a scenario says how they have to. */
export function endsOf({ diagnostics, events, open, spans }: Result): unknown {
  const ended = spans.map(({ attributes, status }) => ({
    error: attributes['error.type'],
    finish: attributes['gen_ai.response.finish_reasons'],
    usage: [attributes['gen_ai.usage.input_tokens'], attributes['gen_ai.usage.output_tokens']],
    failed: status.code === 2,
  }))
  return { ended, open, diagnostics, exceptions: events.length }
}

/** What {@link endsOf} has to give. */
export function expectedEnds(scenario: Scenario, major: Major): unknown {
  const ends: readonly End[] = scenario.endsOn?.[major] ?? scenario.ends
  return {
    ended: ends.map(({ error, finish, usage }) => ({
      error,
      finish,
      usage: usage ?? [undefined, undefined],
      failed: error !== undefined,
    })),
    open: 0,
    diagnostics: [],
    exceptions: ends.filter(({ error }) => error !== undefined).length,
  }
}

/** The page of the documentation. `isSame` compares as the tests do. */
export function transparencyPage(
  scenarios: readonly Scenario[],
  played: (major: Major, format: string) => Played,
  isSame: (left: unknown, right: unknown) => boolean,
): string {
  let plays = 0
  let different = 0
  let open = 0
  let astray = 0
  const rows = scenarios.map((scenario) => {
    const cells = VARIANTS.map(({ format, major }) => {
      if (scenario.lacking?.[major] !== undefined) return '–'
      const { bare, traced } = played(major, format)
      const [without, withUs] = [bare.get(scenario.name), traced.get(scenario.name)]
      plays += 1
      open += withUs?.open ?? 0
      if (!withUs || !isSame(endsOf(withUs), expectedEnds(scenario, major))) astray += 1
      if (without && withUs && isSame(seenByApplication(without), seenByApplication(withUs)))
        return 'same'
      different += 1
      return '**differs**'
    })
    return `| ${[scenario.name, ...cells].join(' | ')} |`
  })
  const heads = VARIANTS.map(({ format, major }) => `${major} ${format === 'esm' ? 'ESM' : 'CJS'}`)
  const lacking = MAJORS.flatMap((major) =>
    scenarios.flatMap(({ lacking: lacks, name }) =>
      lacks?.[major] === undefined ? [] : [`- openai ${major}: “${name}” (no \`${lacks[major]}\`)`],
    ),
  )
  return `# Transparency

What an application sees of the openai client with the instrumentation, compared with what it sees without: values, classes, own
properties and their order, errors, unhandled rejections, order of microtasks, requests on the wire. Every scenario runs in a process
without and in a process with the instrumentation, on ${MAJORS.map((major) => `openai ${versionOf(major)}`).join(', ')}.

**${plays} plays of ${scenarios.length} scenarios: ${different} differ, ${open} spans left open, ${astray} with another number or end of spans than expected.**

“–” is a scenario whose API that major does not have:

${lacking.join('\n')}

This page is written by the test that makes the comparison, and the test fails where the page is not what it has seen:

\`\`\`sh
vitest run --project unit packages/instrumentation-openai/src/transparency.test.ts -u
\`\`\`

| ${['scenario', ...heads].join(' | ')} |
| ${['---', ...heads.map(() => '---')].join(' | ')} |
${rows.join('\n')}
`
}

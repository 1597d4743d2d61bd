import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { record } from './testing/record.ts'
import { traceAgent } from './trace-agent.ts'
import { traceInference } from './trace-inference.ts'
import { tracePlan } from './trace-plan.ts'
import { traceTool } from './trace-tool.ts'
import { traceWorkflow } from './trace-workflow.ts'

/** A tree of operations: what an inference used, and what happens inside the others. */
type Node =
  | { readonly kind: 'inference'; readonly tokens: number; readonly streamed: boolean }
  | {
      readonly kind: 'agent' | 'tool' | 'plan' | 'workflow'
      readonly inside: readonly Node[]
      readonly fails: boolean
    }

const { node } = fc.letrec<{ node: Node }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({
      kind: fc.constant('inference' as const),
      tokens: fc.nat({ max: 1000 }),
      streamed: fc.boolean(),
    }),
    fc.record({
      kind: fc.constantFrom('agent', 'tool', 'plan', 'workflow'),
      inside: fc.array(tie('node'), { maxLength: 4 }),
      fails: fc.boolean(),
    }),
  ),
}))

/** Runs a tree, what stands beside each other at the same time. */
async function run(tree: Node): Promise<void> {
  if (tree.kind === 'inference') {
    if (!tree.streamed)
      return traceInference({ provider: 'openai' }, async (call) => {
        call.setUsage({ inputTokens: tree.tokens })
      })
    const stream = traceInference({ provider: 'openai' }, async function* (call) {
      yield await Promise.resolve(1)
      call.setUsage({ inputTokens: tree.tokens })
    })
    for await (const _ of stream);
    return
  }
  const inside = async (): Promise<void> => {
    await Promise.all(tree.inside.map((one) => run(one)))
    if (tree.fails) throw new Error('failed')
  }
  const running =
    tree.kind === 'agent'
      ? traceAgent({ name: 'a' }, inside)
      : tree.kind === 'tool'
        ? traceTool({ name: 'f' }, inside)
        : tree.kind === 'plan'
          ? tracePlan({}, inside)
          : traceWorkflow({}, inside)
  await running.catch(() => undefined)
}

interface Sum {
  readonly tokens: number
  readonly inferences: number
  readonly tools: number
}
const NONE: Sum = { tokens: 0, inferences: 0, tools: 0 }

/** The same, counted on the tree itself: what belongs to the agent outside, and each agent's own in `agents`. */
function counted(tree: Node, agents: Sum[]): Sum {
  if (tree.kind === 'inference') return { tokens: tree.tokens, inferences: 1, tools: 0 }
  const parts = tree.inside.map((one) => counted(one, agents))
  const own: Sum = {
    tokens: total(parts.map(({ tokens }) => tokens)),
    inferences: total(parts.map(({ inferences }) => inferences)),
    tools: total(parts.map(({ tools }) => tools)) + (tree.kind === 'tool' ? 1 : 0),
  }
  if (tree.kind !== 'agent') return own
  agents.push(own)
  return NONE
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

it('counts every inference, tool and token on exactly one agent, the nearest', async () => {
  await fc.assert(
    fc.asyncProperty(node, async (tree) => {
      const recorder = record()
      try {
        await run(tree)
        const agents: Sum[] = []
        counted(tree, agents)
        const tokens = recorder
          .spans()
          .filter(({ name }) => name === 'invoke_agent a')
          .map(({ attributes }) => Number(attributes['gen_ai.usage.input_tokens'] ?? 0))
        const metrics = await recorder.metrics()
        const sumOf = (name: string): number =>
          total(
            metrics
              .filter(({ descriptor }) => descriptor.name === name)
              .flatMap(({ dataPoints }) =>
                dataPoints.map(({ value }) => (value as { sum: number }).sum),
              ),
          )
        expect({
          tokens: tokens.toSorted((a, b) => a - b),
          inferences: sumOf('gen_ai.invoke_agent.inference_calls'),
          tools: sumOf('gen_ai.invoke_agent.tool_calls'),
        }).toEqual({
          tokens: agents.map((agent) => agent.tokens).toSorted((a, b) => a - b),
          inferences: total(agents.map((agent) => agent.inferences)),
          tools: total(agents.map((agent) => agent.tools)),
        })
      } finally {
        await recorder.stop()
      }
    }),
    { numRuns: 150 },
  )
})

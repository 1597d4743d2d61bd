import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'

import { definePrompt, type PromptDefinition } from '../context/define-prompt.ts'
import {
  jsonSchema,
  type JsonOptions,
  type JsonSchemaOptions,
  type MatchesOptions,
  type ModelOutput,
  type OneOfOptions,
  type StandardSchema,
} from '../index.ts'
import type { ContractViolation, OutputContract, Verdict } from './contract.ts'
import { json } from './json-contract.ts'
import { matches } from './matches.ts'
import { oneOf } from './one-of.ts'
import { toolCall } from './tool-call.ts'

describe('the types of contracts', () => {
  it('know the labels that are declared', () => {
    const strict = oneOf('Yes', 'No')
    const lenient = oneOf('Yes', 'No', { normalize: 'lenient' })
    const search = toolCall('search')
    expectTypeOf(strict).toEqualTypeOf<OutputContract<'Yes' | 'No'>>()
    expectTypeOf(lenient).toEqualTypeOf<OutputContract<'Yes' | 'No'>>()
    expectTypeOf(strict.labels).toEqualTypeOf<readonly ('Yes' | 'No')[]>()
    expectTypeOf(strict.judge).returns.toEqualTypeOf<Verdict<'Yes' | 'No'> | undefined>()
    expectTypeOf(search).toEqualTypeOf<OutputContract<'search'>>()
    expect([strict.labels, lenient.labels, search.labels]).toEqual([
      ['Yes', 'No'],
      ['Yes', 'No'],
      ['search'],
    ])
  })

  it('take labels that are known later', () => {
    const labels: string[] = ['Yes', 'No']
    const contract = oneOf(...labels, { normalize: (text) => text.trim() })
    expectTypeOf(oneOf(...labels)).toEqualTypeOf<OutputContract>()
    expectTypeOf(contract).toEqualTypeOf<OutputContract>()
    expect(contract.labels).toEqual(labels)
  })

  it('know no labels ahead where the output brings them', () => {
    const pattern = matches(/^(?<label>Yes|No)$/)
    const object = json(z.object({ a: z.string() }), { label: 'a' })
    expectTypeOf(pattern).toEqualTypeOf<OutputContract>()
    expectTypeOf(object).toEqualTypeOf<OutputContract>()
    expect([pattern.labels, object.labels]).toEqual([[], []])
  })

  it('let every contract into a prompt', () => {
    const output = oneOf('Yes', 'No')
    expectTypeOf<PromptDefinition['output']>().toEqualTypeOf<OutputContract | undefined>()
    expectTypeOf(output).toExtend<OutputContract>()
    expect(definePrompt({ name: 'a', version: 1, output }).output).toBe(output)
  })

  it('tell the violation of what is not valid, and of nothing else', () => {
    type Valid = Extract<Verdict, { valid: true }>
    type Invalid = Extract<Verdict, { valid: false }>
    expectTypeOf<Invalid['violation']>().toEqualTypeOf<ContractViolation>()
    expectTypeOf<Valid>().not.toHaveProperty('violation')
    const verdict = oneOf('Yes').judge({ text: 'No', finishReason: 'stop' })
    expect(verdict?.valid === false && verdict.violation).toBe('not_in_set')
  })

  it('take any Standard Schema, and options that may be undefined', () => {
    expectTypeOf(z.object({ a: z.string() })).toExtend<StandardSchema>()
    expectTypeOf<JsonOptions>().toEqualTypeOf<JsonSchemaOptions>()
    expectTypeOf<JsonOptions['label']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<MatchesOptions['description']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<undefined>().toExtend<OneOfOptions['normalize']>()
    const output: ModelOutput = { text: '{"a":"b"}', finishReason: 'stop' }
    const contract = jsonSchema({ required: ['a'] }, { label: 'a', description: undefined })
    expect(contract.judge(output)).toEqual({ valid: true, label: 'b' })
  })

  it('refuse what is no label, no option and no schema', () => {
    // @ts-expect-error -- labels are text
    expect(() => oneOf(1)).toThrow(TypeError)
    // @ts-expect-error -- there is one normaliser by name
    expect(oneOf('Yes', { normalize: 'strict' }).labels).toEqual(['Yes'])
    // @ts-expect-error -- a pattern is a RegExp
    expect(() => matches('Yes')).toThrow(TypeError)
    // @ts-expect-error -- a JSON Schema is no Standard Schema
    expect(() => json({ type: 'object' })).toThrow('json() needs a Standard Schema')
  })
})

import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api'
import { expect, it } from 'vitest'

import { layeredOn } from './layered-context.ts'

const [A, B, C] = ['a', 'b', 'c'].map(createContextKey) as [symbol, symbol, symbol]

it('is to a reader what the API’s own context is', () => {
  const below = ROOT_CONTEXT.setValue(A, 1).setValue(B, 2)
  const values = [A, B, C].map((key) => {
    const made = layeredOn(below).setValue(B, 3).setValue(C, 4).deleteValue(A)
    return made.getValue(key)
  })
  expect(values).toEqual([undefined, 3, 4])
})

it('leaves the contexts alone that it was made of', () => {
  const below = ROOT_CONTEXT.setValue(A, 1)
  const first = layeredOn(below).setValue(B, 2)
  first.setValue(B, 3).deleteValue(A)
  expect([below.getValue(B), first.getValue(A), first.getValue(B)]).toEqual([undefined, 1, 2])
})

it('is not laid on itself, so that contexts of contexts stay as deep as one', () => {
  const context = layeredOn(ROOT_CONTEXT)
  expect(layeredOn(context)).toBe(context)
  expect(layeredOn(context.setValue(A, undefined)).getValue(A)).toBeUndefined()
})

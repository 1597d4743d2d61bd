import { diag, DiagLogLevel } from '@opentelemetry/api'
import { expect, it } from 'vitest'

import { definePrompt } from './define-prompt.ts'

const quiet = (): void => undefined
const silent = { error: quiet, info: quiet, debug: quiet, verbose: quiet }

it('says once that there is no context manager, and runs the function all the same', () => {
  const said: string[] = []
  diag.setLogger({ ...silent, warn: (text) => said.push(text) }, DiagLogLevel.WARN)
  const prompt = definePrompt({ name: 'p', version: 1 })
  expect([prompt.run(() => 1), prompt.run(() => 2)]).toEqual([1, 2])
  expect(said).toHaveLength(1)
  expect(said[0]).toContain('no OpenTelemetry context manager')
  diag.disable()
})

it('reads nothing of what it is told: nobody would see it', () => {
  let reads = 0
  const told = {
    get metadata() {
      reads += 1
      return {}
    },
  }
  expect(definePrompt({ name: 'p', version: 1 }).run(told, () => 1)).toBe(1)
  expect(reads).toBe(0)
})

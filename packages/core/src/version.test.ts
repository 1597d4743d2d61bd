import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { PACKAGE_NAME, PACKAGE_VERSION } from './version.ts'

it('names the scope as package.json does', () => {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
  )
  expect(manifest).toMatchObject({ name: PACKAGE_NAME, version: PACKAGE_VERSION })
})

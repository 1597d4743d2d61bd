import { expect, it } from 'vitest'

import { readIfThere } from './read-if-there.ts'

it('takes what cannot be read for no empty file', async () => {
  const here = import.meta.dirname
  await expect(readIfThere(`${here}/there-is-no-such-file`)).resolves.toBeUndefined()
  await expect(readIfThere(here)).rejects.toThrow(`${here} cannot be read (EISDIR).`)
})

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Running {
  readonly url: string
  readonly pid: number
}

/** Whether a workbench serves the folder. The note of a killed one is recognised: nobody answers, or somebody else. */
export async function isInUse(data: string): Promise<boolean> {
  try {
    const note = await readFile(join(data, 'workbench.json'), 'utf8')
    const { url, pid } = JSON.parse(note) as Running
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) })
    const health = (await response.json()) as Partial<Running>
    return health.pid === pid
  } catch {
    return false
  }
}

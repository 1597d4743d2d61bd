import type { Delivery } from './group-commit.ts'

/** Deliveries on their way to the disk, one commit after the other. */
export interface WriteQueue {
  /** Deliveries that wait together are committed together; each resolves when it is on disk. */
  append(delivery: Delivery): Promise<string>
  /** Resolves when nothing waits. */
  idle(): Promise<void>
}

interface Waiting {
  readonly delivery: Delivery
  readonly resolve: (answer: string) => void
  readonly reject: (error: unknown) => void
}

/** Beyond this a commit takes so long that its senders wait longer than they would for two. */
const GROUP_ROWS = 16_384

/**
 * One commit costs a sync of the disk whatever it holds, so that what came during the last one goes
 * into the next together: 100 senders wait for a few commits, not for 100.
 */
export function writeQueue(
  commitAll: (deliveries: readonly Delivery[]) => Promise<readonly string[]>,
): WriteQueue {
  const waiting: Waiting[] = []
  let working: Promise<void> | undefined

  async function commit(group: readonly Waiting[]): Promise<void> {
    if (group.length === 0) return
    try {
      const answers = await commitAll(group.map(({ delivery }) => delivery))
      for (const [index, { resolve }] of group.entries()) resolve(answers[index] ?? '')
    } catch (error) {
      const [first, ...rest] = group
      if (rest.length === 0) return first?.reject(error)
      // One of them may be the reason: the others are not to pay for it.
      // oxlint-disable-next-line no-await-in-loop
      for (const one of group) await commit([one])
    }
  }

  // One loop, not a chain with a link for each delivery: under steady load a commit serves four links and wears out one, and
  // the others held their deliveries (700 MB after 15 s).
  async function work(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- one commit after the other
    while (waiting.length > 0) await commit(takeGroup(waiting))
    working = undefined
  }

  return {
    async append(delivery) {
      return new Promise<string>((resolve, reject) => {
        waiting.push({ delivery, resolve, reject })
        working ??= Promise.resolve().then(work)
      })
    },
    async idle() {
      await working
    },
  }
}

/** The oldest ones, as many as make one good commit; empty when an earlier group took them all. */
function takeGroup(waiting: Waiting[]): readonly Waiting[] {
  let rows = 0
  const end = waiting.findIndex(({ delivery }, index) => {
    rows += delivery.rows.length
    return index > 0 && rows > GROUP_ROWS
  })
  return waiting.splice(0, end === -1 ? waiting.length : end)
}

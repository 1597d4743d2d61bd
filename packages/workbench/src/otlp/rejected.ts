/** Items that cannot be rows, and why the first of them cannot. */
export interface Rejected {
  readonly count: number
  readonly reason: string
}

/** What became of the items of a body: each is a value, or what is wrong with it. */
export interface Sorted<Item> {
  readonly items: readonly Item[]
  readonly rejected: Rejected
}

export function sorted<Item extends object>(all: readonly (Item | string)[]): Sorted<Item> {
  const problems = all.filter((each) => typeof each === 'string')
  return {
    items: all.filter((each) => typeof each !== 'string'),
    rejected: { count: problems.length, reason: problems[0] ?? '' },
  }
}

export function together(parts: readonly Rejected[]): Rejected {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    reason: parts.find(({ reason }) => reason !== '')?.reason ?? '',
  }
}

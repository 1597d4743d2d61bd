/** A datetime as the engine gives it: ticks of 100 ns since the year 1. */
export const ticks = (time: string): bigint =>
  BigInt(Date.parse(time)) * 10_000n + 621_355_968_000_000_000n

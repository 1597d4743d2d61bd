/** XXH64 by its specification (github.com/Cyan4973/xxHash, `doc/xxhash_spec.md`), seed 0: what `hash()` is. */
const mask = (1n << 64n) - 1n
const primes = [
  0x9e37_79b1_85eb_ca87n,
  0xc2b2_ae3d_27d4_eb4fn,
  0x1656_67b1_9e37_79f9n,
  0x85eb_ca77_c2b2_ae63n,
  0x27d4_eb2f_1656_67c5n,
] as const
const [p1, p2, p3, p4, p5] = primes

const times = (a: bigint, b: bigint): bigint => (a * b) & mask
const plus = (a: bigint, b: bigint): bigint => (a + b) & mask
const turn = (a: bigint, by: bigint): bigint => ((a << by) | (a >> (64n - by))) & mask
const round = (state: bigint, lane: bigint): bigint =>
  times(turn(plus(state, times(lane, p2)), 31n), p1)
const merge = (hash: bigint, state: bigint): bigint => plus(times(hash ^ round(0n, state), p1), p4)

/** Four lanes of eight bytes at a time, for as long as thirty-two bytes are left. */
function stripes(bytes: Buffer): { hash: bigint; at: number } {
  if (bytes.length < 32) return { hash: p5, at: 0 }
  let states = [plus(p1, p2), p2, 0n, (0n - p1) & mask]
  let at = 0
  for (; at + 32 <= bytes.length; at += 32) {
    const from = at
    states = states.map((state, lane) => round(state, bytes.readBigUInt64LE(from + lane * 8)))
  }
  const [a, b, c, d] = states as [bigint, bigint, bigint, bigint]
  const mixed = plus(plus(turn(a, 1n), turn(b, 7n)), plus(turn(c, 12n), turn(d, 18n)))
  return { hash: states.reduce(merge, mixed), at }
}

/** As a signed integer of 64 bits. */
export function xxhash64(bytes: Buffer): bigint {
  let { hash, at } = stripes(bytes)
  hash = plus(hash, BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8)
    hash = plus(times(turn(hash ^ round(0n, bytes.readBigUInt64LE(at)), 27n), p1), p4)
  if (at + 4 <= bytes.length) {
    hash = plus(times(turn(hash ^ times(BigInt(bytes.readUInt32LE(at)), p1), 23n), p2), p3)
    at += 4
  }
  for (const byte of bytes.subarray(at)) hash = times(turn(hash ^ times(BigInt(byte), p5), 11n), p1)
  hash = times(hash ^ (hash >> 33n), p2)
  hash = times(hash ^ (hash >> 29n), p3)
  return BigInt.asIntN(64, hash ^ (hash >> 32n))
}

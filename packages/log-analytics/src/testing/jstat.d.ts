/** What the tests use of a library that brings no types. */
declare module 'jstat' {
  export const jStat: {
    readonly beta: { readonly inv: (p: number, alpha: number, beta: number) => number }
    readonly normal: {
      readonly cdf: (x: number, mean: number, deviation: number) => number
    }
    readonly hypgeom: {
      /** How probable so many are, of `drawn` from `of` that hold `marked`. */
      readonly pdf: (count: number, of: number, marked: number, drawn: number) => number
    }
  }
}

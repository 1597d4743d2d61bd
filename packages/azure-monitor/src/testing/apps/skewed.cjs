// Preloaded: the clock of this machine is three days slow.
const SLOW = 3 * 24 * 60 * 60 * 1000
const now = Date.now
const origin = performance.timeOrigin - SLOW
Date.now = () => now() - SLOW
Object.defineProperty(performance, 'timeOrigin', { value: origin })
const RealDate = Date
globalThis.Date = class extends RealDate {
  constructor(...args) {
    super(...(args.length > 0 ? args : [RealDate.now()]))
  }
}

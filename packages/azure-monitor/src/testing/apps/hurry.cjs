// Preloaded: the exporter looks for what lies on disk up to a minute after its start, and then each minute.
Math.random = () => 0.1
const later = globalThis.setTimeout
globalThis.setTimeout = (fn, delay, ...args) =>
  later(fn, delay >= 1000 ? delay / 60 : delay, ...args)

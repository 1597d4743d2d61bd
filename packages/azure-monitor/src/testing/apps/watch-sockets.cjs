// Preloaded: reports every host that the process connects to or looks up, and lets long timers fire early.
const dns = require('node:dns')
const fs = require('node:fs')
const net = require('node:net')

/** At once and synchronously: a process that dies by a signal has no last word. */
const report = (host) => fs.writeSync(2, `SOCKET ${host}\n`)
const connect = Reflect.get(net.Socket.prototype, 'connect')
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args
  report(`${options.host ?? 'localhost'}:${options.port ?? options.path}`)
  return connect.apply(this, args)
}
const lookup = dns.lookup
dns.lookup = (host, ...rest) => {
  report(host)
  return lookup(host, ...rest)
}

// The exporter's side traffic starts 5 to 15 s after the exporter: bring that into the test's time.
const later = globalThis.setTimeout
globalThis.setTimeout = (fn, delay, ...args) =>
  later(fn, delay >= 5000 ? delay / 30 : delay, ...args)

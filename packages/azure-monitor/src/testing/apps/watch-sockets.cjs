// Preloaded: reports every host that the process connects to or looks up, and lets long timers fire early.
const dns = require('node:dns')
const net = require('node:net')

const seen = new Set()
const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args
  seen.add(`${options.host ?? 'localhost'}:${options.port ?? options.path}`)
  return connect.apply(this, args)
}
const lookup = dns.lookup
dns.lookup = (host, ...rest) => {
  seen.add(host)
  return lookup(host, ...rest)
}

// The exporter's side traffic starts 5 to 15 s after the exporter: bring that into the test's time.
const later = globalThis.setTimeout
globalThis.setTimeout = (fn, delay, ...args) =>
  later(fn, delay >= 5000 ? delay / 30 : delay, ...args)

process.on('exit', () => process.stderr.write(`SOCKETS ${JSON.stringify([...seen])}\n`))

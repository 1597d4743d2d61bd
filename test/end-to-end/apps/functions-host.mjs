/**
 * The host of a Functions app, as far as an HTTP function needs one: it gives `@azure/functions` the interface that Azure's
 * worker gives it (`@azure/functions-core`), loads what `main` of the app's package.json names, invokes one function, writes
 * what the function returned, and ends the process at that moment.
 *
 *   node functions-host.mjs <folder of the app> <function> <body of the request>
 */
import { readFileSync, writeSync } from 'node:fs'
import Module from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [folder, name, text] = process.argv.slice(2)
const functions = new Map()
const hooks = []
let model
const core = {
  setProgrammingModel: (given) => (model = given),
  registerFunction: (metadata, callback) => functions.set(metadata.name, { metadata, callback }),
  registerHook: (hook, callback) => hooks.push({ hook, callback }),
  log: () => undefined,
}
// This is how the worker hands it over, too: there is no such package.
const load = Module._load
Module._load = function (request, ...rest) {
  return request === '@azure/functions-core' ? core : Reflect.apply(load, this, [request, ...rest])
}

const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
await import(pathToFileURL(join(folder, main)).href)

const { metadata, callback } = functions.get(name)
const [request] = Object.entries(metadata.bindings).find(([, { type }]) => type === 'httpTrigger')
const http = { method: 'POST', url: `http://localhost/api/${name}`, body: { string: text } }
const invocation = model.getInvocationModel({
  invocationId: '1',
  metadata,
  request: { inputData: [{ name: request, data: { http } }] },
  log: () => undefined,
  state: undefined,
})
const { context, inputs } = await invocation.getArguments()
const result = await invocation.invokeFunction(context, inputs, callback)
for (const { hook, callback: after } of hooks)
  if (hook === 'postInvocation') await after({ invocationContext: context, inputs, result })
const { returnValue } = await invocation.getResponse(context, result)
writeSync(1, Buffer.from(returnValue.http.body.bytes).toString())
process.kill(process.pid, 'SIGKILL')

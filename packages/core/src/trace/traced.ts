import { withCallContext } from '../context/call-context.ts'
import { conversationOf } from '../context/conversation-id.ts'
import { guard } from '../guard.ts'
import { defaultTelemetry } from '../operation/default-telemetry.ts'
import { observeCall } from './result/observe-call.ts'
import { type Notes, startTracedCall, type TraceKind } from './traced-call.ts'

const NOWHERE: Notes = { set: () => undefined, keep: () => undefined, chunk: () => undefined }

/** A helper: `(options, fn)` → what `fn` gives, the very same object. */
export type Trace<Options, Handle> = <R>(options: Options, fn: (handle: Handle) => R) => R

/** Makes a helper of what its operations have in common. */
export function traced<Options, Handle>(kind: TraceKind<Options, Handle>): Trace<Options, Handle> {
  const idle = kind.handle(NOWHERE)
  const run: Trace<Options, Handle> = (options, fn) => {
    const call = guard('starting an operation', () => {
      const telemetry = defaultTelemetry()
      return telemetry && startTracedCall(telemetry, kind, options)
    })
    return call ? observeCall(call.context, () => fn(kind.handle(call.notes)), call) : fn(idle)
  }
  return (options, fn) => {
    const conversationId = guard('reading options', () => kind.conversationId?.(options))
    return conversationId === undefined
      ? run(options, fn)
      : withCallContext(
          () => conversationOf(conversationId),
          () => run(options, fn),
        )
  }
}

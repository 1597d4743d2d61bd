import { nameErrorClasses } from '@kansoku/core'

import { rootOf } from './targets.ts'

/** The client exports its classes of errors, and has most of them as static members: names that no bundler changes. */
export function nameErrorsOfModule(module: unknown): void {
  nameStatics(module)
  nameStatics(rootOf(module))
}

/** Of the client's class and those above it: `AzureOpenAI` has what `OpenAI` has. */
export function nameErrorsOfClient(client: object): void {
  for (
    let at: unknown = client.constructor;
    typeof at === 'function';
    at = Object.getPrototypeOf(at)
  )
    nameStatics(at)
}

function nameStatics(holder: unknown): void {
  if ((typeof holder === 'object' && holder !== null) || typeof holder === 'function')
    nameErrorClasses(holder)
}

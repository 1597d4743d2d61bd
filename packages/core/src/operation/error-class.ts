/** Own names of classes, by class. A bundler that minifies gives them other ones. */
const named = new WeakMap<object, string>()

/**
 * Says what classes of errors are called, so that `error.type` and `exception.type` are the same in a bundle that is
 * minified. For instrumentations of libraries that export their classes of errors; what is no such class is passed over.
 *
 * @param classes by their own names, as a module exports them, or as static members of a class
 * @example
 * ```ts
 * nameErrorClasses(await import('openai'))
 * ```
 */
export function nameErrorClasses(classes: object): void {
  for (const [name, value] of Object.entries(classes))
    if (/^[A-Z]\w*Error$/.test(name) && isErrorClass(value)) named.set(value, name)
}

function isErrorClass(value: unknown): value is typeof Error {
  return typeof value === 'function' && value.prototype instanceof Error
}

/**
 * The class of an error, by its own name. A class that nobody named, below one that a bundler renamed, is called like
 * that one: its name would be another in each build.
 */
export function errorClass(error: Error): string {
  const own: unknown = error.constructor
  if (typeof own !== 'function') return error.name
  // The platform has one class for all its errors: `AbortError` and `TimeoutError` are names.
  if (own.name === 'DOMException') return error.name
  for (let at: unknown = own; typeof at === 'function'; at = Object.getPrototypeOf(at)) {
    const name = named.get(at)
    if (name !== undefined) return at === own || name !== at.name ? name : own.name
  }
  // An error that says its name in its constructor keeps it in a bundle.
  const { name } = error
  if (Object.hasOwn(error, 'name') && /^[A-Z]\w*$/.test(name) && name !== 'Error') return name
  return own.name || name
}

/** Whether the error is of that class, by its own name, or of one below it. */
export function isOfClass(error: Error, name: string): boolean {
  for (
    let at: unknown = error.constructor;
    typeof at === 'function';
    at = Object.getPrototypeOf(at)
  )
    if ((named.get(at) ?? at.name) === name) return true
  return false
}

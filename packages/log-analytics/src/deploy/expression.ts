import type { Resource } from './resource.ts'

/** What is only known where the template is deployed. ARM and Bicep write it in their own ways. */
export type Expression =
  | { readonly expression: 'parameter'; readonly name: string }
  | { readonly expression: 'resource-group'; readonly property: 'id' | 'location' }
  | { readonly expression: 'id'; readonly of: Resource }
  /** The identity that Azure made for a resource. */
  | { readonly expression: 'principal'; readonly of: Resource }
  | { readonly expression: 'role-definition'; readonly guid: string }
  | { readonly expression: 'text'; readonly parts: readonly Text[] }
  | { readonly expression: 'guid'; readonly of: readonly Text[] }
  /** A list that a parameter gives, and further items. */
  | { readonly expression: 'list'; readonly of: Expression; readonly and: readonly Expression[] }

export type Text = string | Expression

export function isExpression(value: unknown): value is Expression {
  return typeof value === 'object' && value !== null && 'expression' in value
}

export const parameter = (name: string): Expression => ({ expression: 'parameter', name })
export const idOf = (of: Resource): Expression => ({ expression: 'id', of })
/** Parts one after the other, each as plain as it can be. */
export function text(...parts: readonly Text[]): Expression {
  const flat: Text[] = []
  for (const part of parts.flatMap((each) => (isText(each) ? each.parts : [each]))) {
    const last = flat.at(-1)
    if (typeof part === 'string' && typeof last === 'string') flat.splice(-1, 1, last + part)
    else flat.push(part)
  }
  return { expression: 'text', parts: flat }
}

const isText = (part: Text): part is Expression & { readonly expression: 'text' } =>
  typeof part === 'object' && part.expression === 'text'

export const guid = (...of: readonly Text[]): Expression => ({ expression: 'guid', of })
/** A name that begins with the customer's prefix. */
export const prefixed = (name: string): Expression => text(parameter('prefix'), `-${name}`)

import type { Expression, Text } from './expression.ts'

/** A resource as both languages describe it. */
export interface Resource {
  /** What Bicep calls it; unique in a template. */
  readonly symbol: string
  readonly type: string
  readonly apiVersion: string
  /** Its own name, without that of its parent. */
  readonly name: Text
  readonly parent?: Resource
  /** The resource that it extends. */
  readonly scope?: Resource
  /** It is there already; the template only refers to it. */
  readonly existing?: true
  readonly location?: Text
  readonly kind?: string
  readonly identity?: { readonly type: 'SystemAssigned' }
  readonly properties?: object
  /** Beside those that it refers to. */
  readonly dependsOn?: readonly Resource[]
}

/** What is given at deployment. */
export interface Parameter {
  readonly name: string
  readonly type: 'string' | 'array' | 'bool'
  readonly description: string
  /** Without one it has to be given. */
  readonly default?: string | boolean | readonly [] | Expression
  readonly minLength?: number
  readonly maxLength?: number
}

/** All that one template deploys. */
export interface Deployment {
  readonly parameters: readonly Parameter[]
  readonly resources: readonly Resource[]
}

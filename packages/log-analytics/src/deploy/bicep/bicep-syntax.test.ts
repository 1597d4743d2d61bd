import { createRequire } from 'node:module'

import { describe, expect, it } from 'vitest'
import { Language, type Node, Parser } from 'web-tree-sitter'

import { nastyNames } from '../../testing/nasty-names.ts'
import type { DeployOptions } from '../options.ts'
import { bicep } from './bicep.ts'

const require = createRequire(import.meta.url)

await Parser.init()
const parser = new Parser()
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')))

/** Where the grammar finds what it does not know, or misses something: line and text. */
function mistakes(text: string): string[] {
  const found: string[] = []
  const visit = (node: Node): void => {
    if (node.isError || node.isMissing)
      found.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`)
    else if (node.hasError) for (const child of node.children) if (child) visit(child)
  }
  const tree = parser.parse(text)
  if (tree) visit(tree.rootNode)
  return found
}

/** The grammar takes `//` behind an escape within a string for a comment; Bicep does not. */
const names = [...new Set(nastyNames(60))].filter((name) => !name.includes('//'))

const options: readonly (readonly [string, DeployOptions])[] = [
  ['the pack as it is', {}],
  [
    'everything for a host',
    { workspace: true, applicationInsights: true, actionGroup: true, consoleLines: 'functions' },
  ],
  [
    'container apps, rights of the editor',
    { consoleLines: 'container-apps', ruleIdentity: 'editor' },
  ],
  ['prompts of any name', { prompts: names.map((prompt) => ({ prompt, labels: ['Yes', 'No'] })) }],
]

describe('the syntax of the Bicep file', () => {
  it.each(options)('is right: %s', (_, each) => {
    expect(mistakes(bicep(each))).toEqual([])
  })

  it('is judged by a grammar that sees a mistake', () => {
    expect(mistakes("param a string =\nresource b 'x@1' = {\n  name a\n}\n")).not.toEqual([])
  })
})

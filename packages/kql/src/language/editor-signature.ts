import type { KqlSignatureHelp, KqlSignatureParameter } from '../editor.ts'
import type { KqlType } from '../types.ts'
import type { Document } from './editor.ts'
import type { Code, SymbolNode, SyntaxNode } from './kusto-types.ts'
import { builtInFunctions, kind, list, separators } from './kusto.ts'

interface Signature {
  readonly Parameters: unknown
  readonly IsHidden?: boolean
}
interface ParameterSymbol {
  readonly Name: string
  readonly DeclaredTypes: unknown
  readonly IsOptional: boolean
  readonly IsRepeatable: boolean
}

/** The innermost call whose parentheses are around the caret. */
export function signatureOf(
  { code, workspace }: Document,
  position: number,
): KqlSignatureHelp | undefined {
  const call = callAround(code, position)
  const name = call?.Name?.SimpleName
  if (!call || !name) return undefined
  const symbol: SymbolNode | undefined =
    call.ReferencedSymbol ??
    workspace.functions.get(name)?.symbol ??
    builtInFunctions.find((each) => each.Name === name)
  const forms = list<Signature>(symbol?.Signatures).filter(({ IsHidden }) => IsHidden !== true)
  if (!symbol || forms.length === 0) return undefined
  return {
    name,
    argument: separators(call.ArgumentList?.Expressions).filter((at) => at < position).length,
    signatures: forms.map((form) => shown(name, form)),
    ...(symbol.Description && { documentation: symbol.Description }),
  }
}

function callAround(code: Code, position: number): SyntaxNode | undefined {
  const token = code.Syntax.GetTokenAt(position)
  // Behind the last letter stands a token without width, which belongs to nothing yet.
  const inner = token && token.Width === 0 ? (token.GetPreviousToken() ?? token) : token
  for (let node = inner?.Parent; node; node = node.Parent ?? null) {
    if (kind(node) !== 'FunctionCallExpression') continue
    const { OpenParen: open, CloseParen: close } = node.ArgumentList ?? {}
    const closed = close !== undefined && close !== null && close.Width > 0
    if (open && open.TextStart < position && !(closed && close.TextStart < position)) return node
  }
  return undefined
}

function parameterOf(symbol: ParameterSymbol): KqlSignatureParameter {
  const [type, ...others] = list<{ Name: string }>(symbol.DeclaredTypes)
  return {
    name: symbol.Name,
    optional: symbol.IsOptional,
    repeated: symbol.IsRepeatable,
    ...(type && others.length === 0 && { type: type.Name as KqlType }),
  }
}

function shown(name: string, form: Signature): KqlSignatureHelp['signatures'][number] {
  const parameters = list<ParameterSymbol>(form.Parameters).map(parameterOf)
  const names = parameters.map(({ name: each, optional }) => (optional ? `[${each}]` : each))
  const more = parameters.some(({ repeated }) => repeated) ? ['...'] : []
  return { label: `${name}(${[...names, ...more].join(', ')})`, parameters }
}

/** Azure's error, with the causes that it nests. */
export interface NestedError {
  readonly code?: string
  readonly message?: string
  readonly target?: string
  readonly details?: readonly NestedError[]
}

const advice: Readonly<Record<string, string>> = {
  AuthorizationFailed:
    'Your login lacks the right: Contributor of the resource group makes the pack; to give alert rules an identity it takes User Access Administrator too, or --rule-identity editor.',
  ResourceGroupNotFound:
    'Make the resource group first: az group create --name <name> --location <region>',
  ParentResourceNotFound:
    'The workspace is not in this resource group: name another, or make it with --workspace.',
  InvalidTemplateDeployment: 'Nothing was deployed.',
  RoleAssignmentUpdateNotPermitted:
    'A rule was made anew, and its old role assignment is left: remove that one in the portal and deploy again.',
}

/** The causes at the bottom, one line each: what stands above them only says that something failed. */
export function explainDeploymentError(error: NestedError): string {
  const lines = leaves(error).map(({ code, message, target }) => {
    const where = target === undefined ? '' : ` (${target})`
    return `${code ?? 'Error'}${where}: ${told(message)}`
  })
  const codes = new Set([error, ...leaves(error)].map(({ code }) => code ?? ''))
  const next = [...codes].flatMap((code) => advice[code] ?? [])
  return [...new Set([...lines, ...next])].join('\n')
}

function leaves(error: NestedError): readonly NestedError[] {
  const nested = error.details ?? nestedIn(error.message)
  return nested.length === 0 ? [error] : nested.flatMap(leaves)
}

/** Resource providers put their own error into the message, as JSON. */
function nestedIn(message: string | undefined): readonly NestedError[] {
  if (message === undefined || !message.trimStart().startsWith('{')) return []
  try {
    const { error } = JSON.parse(message) as { error?: NestedError }
    return error === undefined ? [] : [error]
  } catch {
    return []
  }
}

const told = (message: string | undefined): string => (message ?? 'no reason was given').trim()

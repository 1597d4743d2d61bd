import type { WorkspaceOptions } from '../azure/workspace-asker.ts'

type Policy = NonNullable<WorkspaceOptions['additionalPolicies']>[number]

/** Sends what goes to a host of Azure to loopback: behind the policy that adds the token, which it gives to no plain http. */
export function toLoopback(host: string, url: string): Policy {
  return {
    position: 'perRetry',
    policy: {
      name: 'toLoopback',
      sendRequest: async (request, next) => {
        const asked = request.url
        request.url = asked.replace(host, url)
        request.allowInsecureConnection = true
        const response = await next(request)
        // What waits for a long-running operation asks here again.
        request.url = asked
        return response
      },
    },
  }
}

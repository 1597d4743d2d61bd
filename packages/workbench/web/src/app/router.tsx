import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router'

import { NotFound } from '../components/not-found.tsx'
import { PageError } from '../components/page-error.tsx'
import { Overview } from '../pages/overview.tsx'
import { readShared, texts } from './search.ts'
import { Shell } from './shell.tsx'

const root = createRootRoute({
  validateSearch: readShared,
  search: { middlewares: [retainSearchParams(['last', 'from', 'to', 'prompt', 'version'])] },
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <PageError error={error} />,
})

const parent = (): typeof root => root

/** What the table of calls is narrowed to, beside the shared filters. */
export interface CallsSearch {
  readonly outcome?: string | undefined
  readonly label?: string | undefined
  readonly turn?: string | undefined
  readonly text?: string | undefined
}

const overview = createRoute({ getParentRoute: parent, path: '/', component: Overview })
const prompts = createRoute({
  getParentRoute: parent,
  path: '/prompts',
  component: lazyRouteComponent(() => import('../pages/prompts.tsx'), 'Prompts'),
})
const calls = createRoute({
  getParentRoute: parent,
  path: '/calls',
  validateSearch: (search: Record<string, unknown>): CallsSearch =>
    texts(search, ['outcome', 'label', 'turn', 'text']),
  component: lazyRouteComponent(() => import('../pages/calls.tsx'), 'Calls'),
})
const call = createRoute({
  getParentRoute: parent,
  path: '/calls/$trace/$id',
  component: lazyRouteComponent(() => import('../pages/call.tsx'), 'Call'),
})
const conversations = createRoute({
  getParentRoute: parent,
  path: '/conversations',
  component: lazyRouteComponent(() => import('../pages/conversations.tsx'), 'Conversations'),
})
const conversation = createRoute({
  getParentRoute: parent,
  path: '/conversations/$conversation',
  component: lazyRouteComponent(() => import('../pages/conversation.tsx'), 'Conversation'),
})
const query = createRoute({
  getParentRoute: parent,
  path: '/query',
  validateSearch: (
    search: Record<string, unknown>,
  ): { readonly q?: string; readonly view?: string } => texts(search, ['q', 'view']),
  component: lazyRouteComponent(() => import('../pages/query.tsx'), 'Query'),
})
const alerts = createRoute({
  getParentRoute: parent,
  path: '/alerts',
  component: lazyRouteComponent(() => import('../pages/alerts.tsx'), 'Alerts'),
})
const evaluations = createRoute({
  getParentRoute: parent,
  path: '/evaluations',
  component: lazyRouteComponent(() => import('../pages/evaluations.tsx'), 'Evaluations'),
})
const diagnostics = createRoute({
  getParentRoute: parent,
  path: '/diagnostics',
  component: lazyRouteComponent(() => import('../pages/diagnostics.tsx'), 'Diagnostics'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    overview,
    prompts,
    calls,
    call,
    conversations,
    conversation,
    query,
    alerts,
    evaluations,
    diagnostics,
  ]),
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch,
  // The code of a page is there before the click is over.
  defaultPreload: 'intent',
  scrollRestoration: true,
})

/** Every value of an address is a text, so that it reads as one: `?version=2`, not `?version="2"`. */
function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const text = new URLSearchParams(entries).toString()
  return text === '' ? '' : `?${text}`
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

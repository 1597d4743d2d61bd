/* oxlint-disable import/no-unassigned-import -- style sheets have no names */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/components.css'
import './styles/pages.css'
import { router } from './app/router.tsx'
import { applyTheme } from './app/theme.ts'
import { WorkbenchError } from './data/ask.ts'
import { followRows } from './data/live.ts'
import { LanguageProvider } from './language/language.tsx'

applyTheme()

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The live feed tells when rows came: until then an answer stays right, but for the moving begin of the range.
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => error instanceof WorkbenchError && failures < 2,
    },
  },
})
followRows(client)

const element = document.querySelector('#root')
if (element === null) throw new Error('index.html has no #root')
createRoot(element).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <LanguageProvider>
        <RouterProvider router={router} />
      </LanguageProvider>
    </QueryClientProvider>
  </StrictMode>,
)

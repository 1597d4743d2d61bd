import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'

import { HelpDialog } from '../components/help-dialog.tsx'
import { Icon } from '../components/icon.tsx'
import { useAskAhead } from '../data/ask-ahead.ts'
import { useSpeech } from '../language/language.tsx'
import { LiveBadge } from './live-badge.tsx'
import { pages } from './pages.ts'
import { Settings } from './settings.tsx'
import { useShortcuts } from './use-shortcuts.ts'

/** The frame of every page: navigation, the live sign, settings, and the page itself. */
export function Shell(): ReactNode {
  const { messages } = useSpeech()
  const [isMenuOpen, setMenuOpen] = useState(false)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const current = pages.find(({ to }) => (to === '/' ? path === '/' : path.startsWith(to)))
  useShortcuts(() => setHelpOpen(true))
  useAskAhead()
  useEffect(() => setMenuOpen(false), [path])
  useEffect(() => {
    document.title = current ? `${messages.pages[current.name]} · Kansoku` : 'Kansoku'
  }, [current, messages])
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {messages.shell.skip}
      </a>
      <header className="side" data-open={isMenuOpen || undefined}>
        <div className="brand">
          <Link to="/" className="brand-name">
            <svg viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">
              <circle cx="16" cy="16" r="12.5" fill="none" stroke="currentColor" strokeWidth="3" />
              <circle cx="16" cy="16" r="4.5" fill="currentColor" />
            </svg>
            <span>Kansoku</span>
          </Link>
          <button
            type="button"
            className="menu"
            aria-expanded={isMenuOpen}
            aria-controls="navigation"
            onClick={() => setMenuOpen(!isMenuOpen)}
          >
            {messages.shell.menu}
          </button>
        </div>
        <nav id="navigation" aria-label={messages.shell.navigation}>
          {pages.map(({ name, to, icon, key }) => (
            <Link
              key={name}
              to={to}
              className="nav-link"
              aria-current={current?.name === name ? 'page' : undefined}
              aria-keyshortcuts={`g ${key}`}
            >
              <Icon path={icon} />
              {messages.pages[name]}
            </Link>
          ))}
        </nav>
        <div className="side-foot">
          <div className="live-row">
            <LiveBadge />
            <button
              type="button"
              className="icon-button"
              aria-label={messages.shell.help}
              onClick={() => setHelpOpen(true)}
            >
              ?
            </button>
          </div>
          <Settings />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        <Outlet />
      </main>
      {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
    </div>
  )
}

/** The pages in the order of the navigation: the key after `g`, and the icon's path on a 16 × 16 grid. */
export const pages = [
  { name: 'overview', to: '/', key: 'o', icon: 'M2.5 13.5h11M4.5 11V8.5M8 11V4.5M11.5 11V6.5' },
  { name: 'prompts', to: '/prompts', key: 'p', icon: 'M3 4h10M3 8h6.5M3 12h8.5' },
  { name: 'calls', to: '/calls', key: 'c', icon: 'M2 8.5h2.5L6.5 3.5l3 9 2-4H14' },
  {
    name: 'conversations',
    to: '/conversations',
    key: 'v',
    icon: 'M2.5 3.5h11v7H7l-3 2.5v-2.5H2.5z',
  },
  { name: 'query', to: '/query', key: 'q', icon: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5' },
  {
    name: 'alerts',
    to: '/alerts',
    key: 'a',
    icon: 'M4 10.5V7a4 4 0 0 1 8 0v3.5l1 1.2H3zM7 13.8h2',
  },
  { name: 'evaluations', to: '/evaluations', key: 'e', icon: 'M2.5 8.5 6 12l7.5-8' },
  {
    name: 'diagnostics',
    to: '/diagnostics',
    key: 'd',
    icon: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 7.5V11M8 5v.2',
  },
] as const

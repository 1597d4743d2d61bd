import type { monaco } from './monaco.ts'

type Theme = monaco.editor.IStandaloneThemeData

const rules = (colors: Readonly<Record<string, string>>): Theme['rules'] =>
  Object.entries(colors).map(([token, foreground]) => ({ token, foreground }))

/** The colours of tokens.css, where the editor takes no CSS variables. */
export const editorThemes: Readonly<Record<'kansoku-light' | 'kansoku-dark', Theme>> = {
  'kansoku-light': {
    base: 'vs',
    inherit: true,
    rules: rules({
      comment: '626b74',
      string: '86590a',
      number: '1b6b48',
      literal: '1b6b48',
      type: '6f4fa8',
      column: '171a1d',
      table: '6f4fa8',
      function: '1b5c8c',
      parameter: '4a525a',
      variable: '4a525a',
      operator: '4a525a',
      'query-operator': '1b5c8c',
      keyword: '1b5c8c',
      option: '6f4fa8',
      delimiter: '626b74',
    }),
    colors: {
      'editor.background': '#ffffff',
      'editor.foreground': '#171a1d',
      'editor.lineHighlightBackground': '#f6f7f8',
      'editorLineNumber.foreground': '#6f7880',
      'editorLineNumber.activeForeground': '#4a525a',
      focusBorder: '#00000000',
    },
  },
  'kansoku-dark': {
    base: 'vs-dark',
    inherit: true,
    rules: rules({
      comment: '8f98a1',
      string: 'e9b54a',
      number: '6fcf9f',
      literal: '6fcf9f',
      type: 'b9a3ec',
      column: 'e9ecef',
      table: 'b9a3ec',
      function: '7db8e3',
      parameter: 'aeb6be',
      variable: 'aeb6be',
      operator: 'aeb6be',
      'query-operator': '7db8e3',
      keyword: '7db8e3',
      option: 'b9a3ec',
      delimiter: '8f98a1',
    }),
    colors: {
      'editor.background': '#171b1f',
      'editor.foreground': '#e9ecef',
      'editor.lineHighlightBackground': '#1d2227',
      'editorLineNumber.foreground': '#8f98a1',
      'editorLineNumber.activeForeground': '#aeb6be',
      'editorSuggestWidget.background': '#1d2227',
      'editorHoverWidget.background': '#1d2227',
      focusBorder: '#00000000',
    },
  },
}

import { type ReactNode, useEffect, useRef } from 'react'

import type { QueryProblem } from '../../../src/query/answer.ts'
import { useIsDark } from '../app/theme.ts'
import { useSpeech } from '../language/language.tsx'
import { KQL, markProblems, registerKql } from './kql-language.ts'
import { monaco } from './monaco.ts'
import { editorThemes } from './themes.ts'

interface EditorProps {
  /** What it holds at first; a new object replaces what it holds. */
  readonly given: { readonly text: string }
  readonly onChange: (text: string) => void
  readonly onRun: () => void
  /** The place that the engine refused. */
  readonly problem: QueryProblem | undefined
}

/** After the last key before the analyser is asked. */
const PAUSE_MS = 250

/** An editor for KQL. Its language is that of the workbench: the tables and functions that a query will meet. */
export function Editor({ given, onChange, onRun, problem }: EditorProps): ReactNode {
  const { messages } = useSpeech()
  const isDark = useIsDark()
  const frame = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(undefined)
  const handlers = useRef({ onChange, onRun })
  handlers.current = { onChange, onRun }
  const label = messages.query.editor

  useEffect(() => {
    if (frame.current === null) return undefined
    registerKql()
    for (const [name, theme] of Object.entries(editorThemes)) monaco.editor.defineTheme(name, theme)
    const created = monaco.editor.create(frame.current, {
      ...options,
      value: given.text,
      ariaLabel: label,
    })
    editor.current = created
    const model = created.getModel()
    model?.updateOptions({
      bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false },
    })
    let timer: ReturnType<typeof setTimeout> | undefined
    created.onDidChangeModelContent(() => {
      handlers.current.onChange(created.getValue())
      clearTimeout(timer)
      timer = setTimeout(() => model && void markProblems(model), PAUSE_MS)
    })
    created.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, () => handlers.current.onRun())
    if (model) void markProblems(model)
    return () => {
      clearTimeout(timer)
      created.dispose()
      model?.dispose()
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- made once; what changes is handed to it below
  }, [])

  useEffect(() => {
    if (editor.current && editor.current.getValue() !== given.text)
      editor.current.setValue(given.text)
  }, [given])
  useEffect(() => monaco.editor.setTheme(isDark ? 'kansoku-dark' : 'kansoku-light'), [isDark])
  useEffect(() => editor.current?.updateOptions({ ariaLabel: label }), [label])
  useEffect(() => {
    if (problem !== undefined)
      editor.current?.setPosition({ lineNumber: problem.line, column: problem.column })
  }, [problem])
  return <div ref={frame} className="editor" />
}

const options: monaco.editor.IStandaloneEditorConstructionOptions = {
  language: KQL,
  automaticLayout: true,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  fontSize: 13,
  lineHeight: 20,
  lineNumbersMinChars: 3,
  folding: false,
  overviewRulerLanes: 0,
  padding: { top: 10, bottom: 10 },
  tabSize: 4,
  wordBasedSuggestions: 'off',
  wordWrap: 'on',
  fixedOverflowWidgets: true,
  'semanticHighlighting.enabled': true,
  // Characters that look like others are the analyser's business.
  unicodeHighlight: { ambiguousCharacters: false },
  links: false,
  quickSuggestions: { other: true, comments: false, strings: false },
}

/* oxlint-disable import/no-unassigned-import -- a feature registers itself */
import 'monaco-editor/features/codicon/register.js'
import 'monaco-editor/features/codeEditor/register.js'
import 'monaco-editor/features/bracketMatching/register.js'
import 'monaco-editor/features/clipboard/register.js'
import 'monaco-editor/features/comment/register.js'
import 'monaco-editor/features/cursorUndo/register.js'
import 'monaco-editor/features/find/register.js'
import 'monaco-editor/features/hover/register.js'
import 'monaco-editor/features/linesOperations/register.js'
import 'monaco-editor/features/multicursor/register.js'
import 'monaco-editor/features/parameterHints/register.js'
import 'monaco-editor/features/semanticTokens/register.js'
// The feature of this name in 0.57 brings inline completions only; the list is here.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
import 'monaco-editor/features/toggleTabFocusMode/register.js'
import 'monaco-editor/features/wordOperations/register.js'
import * as monaco from 'monaco-editor/editor/editor.api.js'

/** The editor's core and what a query needs of its features; the language comes from the workbench. */
self.MonacoEnvironment = {
  getWorker: () => new Worker(new URL('worker.ts', import.meta.url), { type: 'module' }),
}

export { monaco }

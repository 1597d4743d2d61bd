// oxlint-disable-next-line import/no-unassigned-import -- the editor's worker runs by being loaded
import 'monaco-editor/editor/editor.worker.js'

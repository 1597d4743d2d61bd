import { defineConfig } from 'tsdown'

const shared = {
  target: 'node22.15',
  dts: true,
  sourcemap: true,
  unbundle: true,
  checks: { legacyCjs: false },
} as const

/** Every library ships the same shape: ESM and CommonJS, with declarations for both. The workbench is a program: ESM. */
export default defineConfig([
  {
    ...shared,
    workspace: ['packages/*', '!packages/workbench'],
    entry: ['src/{hook,index,llmops,register,semconv,worker}.ts'],
    format: ['esm', 'cjs'],
  },
  { ...shared, workspace: 'packages/workbench', entry: ['src/{index,cli}.ts'], format: ['esm'] },
])

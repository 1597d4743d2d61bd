import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defaultClientConditions, defineConfig, type UserConfig } from 'vite'

const config: UserConfig = defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  resolve: { conditions: ['@kansoku/source', ...defaultClientConditions] },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy allows no data: URL; a font or picture is a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The editor's core is one lazy chunk of this size.
    chunkSizeWarningLimit: 4000,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4319', '/live': 'http://127.0.0.1:4319' } },
})

export default config

import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const BASE = '/static/field/'
const SHELL = '/m/'

/** Writes the list of files, and a version made of it, into the service worker: new files, new worker. */
function precache(): Plugin {
  return {
    name: 'precache',
    generateBundle(_, bundle) {
      const worker = bundle['sw.js']
      if (worker?.type !== 'chunk') throw new Error('the service worker is missing')
      const files = Object.keys(bundle).filter((name) => name !== 'sw.js' && name !== 'index.html').sort()
      const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 12)
      const urls = [SHELL, `${BASE}app.webmanifest`, `${BASE}icon.svg`, ...files.map((name) => BASE + name)]
      worker.code = worker.code.replace('"__PRECACHE__"', JSON.stringify({ version, urls }))
      if (worker.code.includes('__PRECACHE__')) throw new Error('the service worker has no list')
    },
  }
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: BASE,
  plugins: [vue(), precache()],
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
  },
  build: {
    outDir: '../static/field',
    emptyOutDir: true,
    target: ['chrome100'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { app: 'index.html', sw: 'src/sw.ts' },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
})

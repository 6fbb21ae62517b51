import { defineConfig } from 'vite'

/** The simulator's page. `src/build` says where it goes. */
export default defineConfig({
  base: '/simulator/',
  // Nothing inside the page itself: its policy allows files of this server only.
  build: { target: 'es2020', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
})

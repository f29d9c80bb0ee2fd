import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'";

// `--mode memory` builds the same screens over invented banks: no Tauri, runs in any browser.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), svelteTesting()],
  base: './',
  server: { port: 1420, strictPort: true, host: '127.0.0.1' },
  // The preview obeys the same policy as the window, so that what it refuses is seen here first.
  preview: { port: 1421, strictPort: true, host: '127.0.0.1', headers: { 'Content-Security-Policy': POLICY } },
  build: {
    target: 'safari16',
    outDir: mode === 'memory' ? 'dist-memory' : 'dist',
    // The content security policy of the window allows no data: fonts and no inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    restoreMocks: true,
  },
}));

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vitest/config';

// `--mode memory` builds the same screens over invented banks: no Tauri, runs in any browser.
export default defineConfig(({ mode }) => ({
  plugins: [svelte(), svelteTesting()],
  base: './',
  server: { port: 1420, strictPort: true, host: '127.0.0.1' },
  preview: { port: 1421, strictPort: true, host: '127.0.0.1' },
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

import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { offlineApp } from '../web-kit/build/offline-app.ts';

export default defineConfig(({ mode }) => {
  /** Where the APIs listen while developing; the built app is told by `/config.json`. */
  const api = loadEnv(mode, import.meta.dirname, 'VITE_').VITE_API_URL ?? 'http://127.0.0.1:8000';
  return {
    root: import.meta.dirname,
    // The apps read the contracts as types: see the file that stands in.
    resolve: { alias: { zod: join(import.meta.dirname, '../web-kit/src/schemas-as-types.ts') } },
    plugins: [react(), offlineApp({ name: 'admin' })],
    server: {
      host: '127.0.0.1',
      port: 5173,
      strictPort: true,
      proxy: {
        '/api': { target: api },
        '/ws': { target: api, ws: true },
      },
    },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // What `.size-limit.mjs` reads; a file whose folder begins with a dot is not served.
      manifest: true,
      target: 'es2022',
      chunkSizeWarningLimit: 700,
    },
  };
});

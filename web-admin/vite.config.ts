import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  /** Where the APIs listen while developing; the built app is told by `/config.json`. */
  const api = loadEnv(mode, import.meta.dirname, 'VITE_').VITE_API_URL ?? 'http://127.0.0.1:8000';
  return {
    root: import.meta.dirname,
    plugins: [react()],
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
      rolldownOptions: {
        output: {
          // One chunk, so that `schemas-without-eval.ts` has run before any file that makes a schema does.
          codeSplitting: {
            groups: [{ name: 'zod', test: /[\\/]zod[\\/]|schemas-without-eval/ }],
          },
        },
      },
    },
  };
});

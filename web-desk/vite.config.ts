import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';

export default defineConfig(({ mode }) => {
  /** Where the APIs listen while developing; the built desk is told by `/config.json`. */
  const api = loadEnv(mode, import.meta.dirname, 'VITE_').VITE_API_URL ?? 'http://127.0.0.1:8000';
  return {
    root: import.meta.dirname,
    plugins: [react(), tailwind()],
    server: {
      host: '127.0.0.1',
      port: 3001,
      strictPort: true,
      proxy: {
        '/api': { target: api },
        '/ws': { target: api, ws: true },
      },
    },
    // The first chunk is about 170 kB compressed; what is much larger than that has taken something in by mistake.
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // What `.size-limit.mjs` reads; a file whose folder begins with a dot is not served.
      manifest: true,
      target: 'es2022',
      chunkSizeWarningLimit: 600,
    },
  };
});

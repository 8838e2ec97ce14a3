import { join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { offlineApp } from '../web-kit/build/offline-app.ts';

export default defineConfig(({ mode }) => {
  /** Where the APIs listen while developing; the built desk is told by `/config.json`. */
  const api = loadEnv(mode, import.meta.dirname, 'VITE_').VITE_API_URL ?? 'http://127.0.0.1:8000';
  return {
    root: import.meta.dirname,
    // The desk reads the contracts as types: see the file that stands in.
    resolve: { alias: { zod: join(import.meta.dirname, '../web-kit/src/schemas-as-types.ts') } },
    plugins: [react(), tailwind(), installable()],
    server: {
      host: '127.0.0.1',
      port: 3001,
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
      chunkSizeWarningLimit: 600,
    },
  };
});

/** What the desk is called and looks like where it is installed. */
const installable = () =>
  offlineApp({
    name: 'desk',
    files: ['icon-192.png'],
    manifest: {
      id: '/',
      name: 'Service desk',
      short_name: 'Desk',
      description: 'Ask for help and follow your tickets',
      start_url: '/',
      scope: '/',
      display: 'standalone',
      background_color: '#F7F7F5',
      theme_color: '#0F766E',
      icons: [
        { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
        { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
        { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      ],
      shortcuts: [
        {
          name: 'Ask for help',
          url: '/ask',
          icons: [{ src: '/icon-192.png', sizes: '192x192', type: 'image/png' }],
        },
      ],
    },
  });

import { join } from 'node:path';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

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

/**
 * Manifest and service worker. The worker keeps the app itself, so that it opens without a connection, and nothing that
 * the API answers: what a person saw is kept by the page, under their name (`src/offline/last-seen.ts`).
 */
function installable() {
  return VitePWA({
    registerType: 'prompt',
    // The page registers it (`src/offline/new-version.tsx`): the content security policy forbids scripts in the page.
    injectRegister: false,
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
    workbox: {
      globPatterns: [
        '**/*.{js,css,html,svg}',
        'icon-192.png',
        // The letters of both languages; others come when somebody writes in them.
        'assets/inter-latin-wght-*.woff2',
        'assets/noto-sans-georgian-*.woff2',
        'assets/jetbrains-mono-latin-wght-*.woff2',
      ],
      navigateFallback: '/index.html',
      // Whoever serves the desk may have the API behind the same origin.
      navigateFallbackDenylist: [/^\/(api|ws|health|docs)(\/|$)/, /^\/config\.json$/],
      // A page that is open goes on with what it was loaded with until its person takes the new version.
      skipWaiting: false,
      clientsClaim: true,
      cleanupOutdatedCaches: true,
      inlineWorkboxRuntime: true,
      runtimeCaching: [
        {
          urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname === '/config.json',
          handler: 'NetworkFirst',
          options: { cacheName: 'desk-config', networkTimeoutSeconds: 4 },
        },
        {
          urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.woff2'),
          handler: 'CacheFirst',
          options: { cacheName: 'desk-fonts', expiration: { maxEntries: 20 } },
        },
      ],
    },
  });
}

import { type ManifestOptions, VitePWA } from 'vite-plugin-pwa';

export type OfflineApp = {
  /** Names the caches of the worker; the two apps may stand on one host. */
  readonly name: 'admin' | 'desk';
  /** Absent for an app that is not to be installed. */
  readonly manifest?: Partial<ManifestOptions>;
  /** Files of `public` that the app opens with, besides its own. */
  readonly files?: string[];
};

/**
 * Manifest and service worker. The worker keeps the app itself, so that it opens without a connection, and nothing that
 * the API answers: what a person saw is theirs, and a worker does not know who they are.
 */
export function offlineApp({ name, manifest, files = [] }: OfflineApp) {
  return VitePWA({
    registerType: 'prompt',
    // The page registers it (`src/offline/new-version.ts`): the content security policy forbids scripts in the page.
    injectRegister: false,
    manifest: manifest ?? false,
    workbox: {
      globPatterns: [
        '**/*.{js,css,html,svg}',
        ...files,
        // The letters of both languages; others come when somebody writes in them.
        'assets/inter-latin-wght-*.woff2',
        'assets/noto-sans-georgian-*.woff2',
        'assets/jetbrains-mono-latin-wght-*.woff2',
      ],
      navigateFallback: '/index.html',
      // Whoever serves the app may have the API behind the same origin.
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
          options: { cacheName: `${name}-config`, networkTimeoutSeconds: 4 },
        },
        {
          urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.endsWith('.woff2'),
          handler: 'CacheFirst',
          options: { cacheName: `${name}-fonts`, expiration: { maxEntries: 20 } },
        },
      ],
    },
  });
}

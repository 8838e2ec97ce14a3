import '@ticketing/web-kit/fonts.css';
import './admin.css';
import { installTokens } from '@ticketing/web-kit/css-variables.ts';
import { startI18n } from '@ticketing/web-kit/i18n.ts';
import { createKit, KitProvider } from '@ticketing/web-kit/kit.tsx';
import { readProjectsAhead } from '@ticketing/web-kit/lists.ts';
import { registerServiceWorker } from '@ticketing/web-kit/offline/new-version.ts';
import { readRuntimeConfig } from '@ticketing/web-kit/runtime-config.ts';
import { startTheme } from '@ticketing/web-kit/theme-mode.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { NewVersion } from './shell/new-version.tsx';

const words = {
  first: {
    en: async () => (await import('./words/en-first.ts')).en,
    ka: async () => (await import('./words/ka-first.ts')).ka,
  },
  rest: {
    en: async () => (await import('./words/en.ts')).en,
    ka: async () => (await import('./words/ka.ts')).ka,
  },
};

installTokens();
startTheme();

const [config] = await Promise.all([readRuntimeConfig(), startI18n(words)]);
const kit = createKit(config.apiUrl, 'admin');
readProjectsAhead(kit);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id root');

createRoot(root).render(
  <StrictMode>
    <KitProvider kit={kit}>
      <App />
      <NewVersion />
    </KitProvider>
  </StrictMode>,
);

void registerServiceWorker();

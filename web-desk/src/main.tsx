import { installTokens } from '@ticketing/web-kit/css-variables.ts';
import { startI18n } from '@ticketing/web-kit/i18n.ts';
import { createKit, KitProvider } from '@ticketing/web-kit/kit.tsx';
import { registerServiceWorker } from '@ticketing/web-kit/offline/new-version.ts';
import { readRuntimeConfig } from '@ticketing/web-kit/runtime-config.ts';
import { startTheme } from '@ticketing/web-kit/theme-mode.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { App } from './app.tsx';
import './desk.css';
import { keepLastSeen } from './offline/last-seen.ts';
import { NewVersion } from './offline/new-version.tsx';
import { CrashGuard } from './shell/crash-guard.tsx';
import { followKeyboard } from './shell/keyboard.ts';

const words = {
  en: async () => (await import('./words/en.ts')).en,
  ka: async () => (await import('./words/ka.ts')).ka,
};

installTokens();
startTheme();
followKeyboard();

const [{ apiUrl }] = await Promise.all([readRuntimeConfig(), startI18n({ first: words })]);
const kit = createKit(apiUrl, 'desk');
await keepLastSeen(kit);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

createRoot(root).render(
  <StrictMode>
    <CrashGuard>
      <KitProvider kit={kit}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
        <NewVersion />
      </KitProvider>
    </CrashGuard>
  </StrictMode>,
);

void registerServiceWorker();

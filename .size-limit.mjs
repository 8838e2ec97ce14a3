import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The JavaScript that a browser loads before the first pages of an app stand: what `index.html` starts, the pages
 * named here with the words of one language, and whatever those import. The rest comes when it is asked for.
 */
function firstLoad(app, pages) {
  const dist = join(import.meta.dirname, app, 'dist');
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'));
  const files = new Set();
  const add = (name) => {
    const chunk = manifest[name];
    if (chunk === undefined || files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const imported of chunk.imports ?? []) add(imported);
  };
  // A page that has no chunk of its own is in the one that starts the app.
  for (const name of ['index.html', 'src/words/ka.ts', '../web-kit/src/words/ka.ts', ...pages]) add(name);
  return [...files].map((file) => join(dist, file));
}

export default [
  {
    name: 'admin app: sign-in and board',
    path: firstLoad('web-admin', ['src/sign-in/sign-in-page.tsx', 'src/board/board-page.tsx']),
    gzip: true,
    limit: '300 kB',
  },
  {
    name: 'service desk: sign-in and home',
    path: firstLoad('web-desk', ['src/ways-in/sign-in-page.tsx', 'src/home/home-page.tsx']),
    gzip: true,
    limit: '180 kB',
  },
];

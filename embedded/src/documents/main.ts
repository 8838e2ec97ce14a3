import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../stack-settings.ts';
import { documents } from './documents.ts';

/** `npm run docs`: writes the documents that are made from the code. */
for (const [path, make] of Object.entries(documents)) {
  await writeFile(join(projectRoot, path), make());
  process.stdout.write(`${path}\n`);
}

import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SettingsError } from '@ticketing/platform/settings.ts';
import { keptIn } from '../data-folder.ts';
import { EmbeddedStartError } from '../embedded-start-error.ts';
import { runningStack } from '../stack-file.ts';
import { readStackSettings } from '../stack-settings.ts';
import { verifyBackup } from './backup-file.ts';
import { failWith } from './fail-with.ts';
import { restoreDataFolder } from './restore-data-folder.ts';

const usage = `Brings a back-up back into an empty data folder.

Usage: npm run restore -- <file> [--replace] [--check]

  --replace   delete what is in the data folder, once all of the back-up stands beside it
  --check     only read the file and say whether it is whole

The system must not run on that data folder. The next "npm start" builds the read models anew.`;

/** `npm run restore`: into the data folder of the embedded system. */
async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      replace: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [name, ...others] = positionals;
  if (values.help || name === undefined || others.length > 0) {
    console.log(usage);
    return values.help ? 0 : 2;
  }
  const file = resolve(process.env.INIT_CWD ?? '.', name);
  const settings = readStackSettings();
  if (!values.check) {
    if (settings.DATABASE_URL || settings.EVENTSTORE_URL) {
      throw new SettingsError(
        'DATABASE_URL or EVENTSTORE_URL is set: this restores the embedded system only. Unset them.',
      );
    }
    if (await runningStack(settings.DATA_DIR)) {
      throw new EmbeddedStartError(
        'The system is running on this data folder.',
        'Stop it with Ctrl-C first.',
      );
    }
    const kept = await keptIn(settings.DATA_DIR);
    if (kept.some((there) => there !== 'restoring') && !values.replace) {
      throw new EmbeddedStartError(
        `${settings.DATA_DIR} is not empty: it has ${kept.join(', ')}. Nothing was changed.`,
        'Set DATA_DIR to an empty folder, or give --replace to delete what is there.',
      );
    }
  }
  const manifest = await verifyBackup(file);
  const what = `the log up to position ${manifest.position}, ${manifest.tables.length} tables, ${manifest.blobs} files, as of ${manifest.takenAt}`;
  if (values.check) {
    console.log(`${file} is whole: ${what}.`);
    return 0;
  }
  await restoreDataFolder(file, settings, (line) => console.error(line));
  console.log(
    `${settings.DATA_DIR} holds ${what}. Begin with "npm start", which builds the read models anew.`,
  );
  return 0;
}

main().then((code) => process.exit(code), failWith);

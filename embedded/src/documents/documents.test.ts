import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endpoints } from '@ticketing/contracts/endpoints/all.ts';
import { errorCodes } from '@ticketing/contracts/errors.ts';
import { eventSchemas } from '@ticketing/contracts/events/event.ts';
import { actions } from '@ticketing/domain/policy/table.ts';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../stack-settings.ts';
import { documents } from './documents.ts';
import { errorsDocument } from './errors-document.ts';
import { eventsDocument } from './events-document.ts';
import { markdownTable } from './markdown.ts';
import { permissionsDocument } from './permissions-document.ts';

describe('the documents made from the code', () => {
  it.each(Object.entries(documents))('%s is what the code says now', async (path, make) => {
    const written = await readFile(join(projectRoot, path), 'utf8');
    expect(written, `${path} is not current: run npm run docs`).toBe(make());
  });

  it('name every error code with its status', () => {
    for (const [code, { status }] of Object.entries(errorCodes)) {
      expect(errorsDocument()).toContain(`| ${status} | \`${code}\` |`);
    }
  });

  it('name every action and every endpoint, and have words for each action', () => {
    const text = permissionsDocument();
    for (const action of actions) expect(text).toContain(`\`${action}\``);
    for (const { method, path } of endpoints) expect(text).toContain(`\`${method} ${path}\``);
    expect(text).not.toMatch(/^\| {2}\| `/m);
  });

  it('name every event', () => {
    for (const type of Object.keys(eventSchemas)) expect(eventsDocument()).toContain(`| \`${type}\` |`);
  });

  it('keep a bar inside its cell', () => {
    expect(markdownTable(['a', 'b'], [['one|two', 'three']])).toBe(
      '| a | b |\n| --- | --- |\n| one\\|two | three |',
    );
  });
});

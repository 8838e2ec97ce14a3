import { setTimeout as sleep } from 'node:timers/promises';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import type pg from 'pg';
import { AuditError } from '../audit-error.ts';
import type { EventLog } from '../event-log.ts';
import { readTop, type TopReading } from './read-top.ts';
import { topLines } from './top-lines.ts';
import { topDocument, topView } from './top-view.ts';

/** Where the view is drawn; `process.stdout` fits. */
export type Screen = { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };

export type TopOptions = {
  readonly log: EventLog;
  readonly pool: pg.Pool;
  readonly screen: Screen;
  readonly write: (text: string) => Promise<void>;
  readonly now: () => number;
  readonly everyMs: number;
  readonly once: boolean;
  readonly json: boolean;
  /** Ends the live view. */
  readonly signal: AbortSignal;
};

/** A line is wider than this only where somebody may see it. */
const WITHOUT_TERMINAL = 140;

// An own page without a cursor, and back to what was there before.
const OPEN = '\x1b[?1049h\x1b[?25l';
const CLOSE = '\x1b[?25h\x1b[?1049l';

/**
 * Shows the installation until it is ended: anew every second in a terminal; once, after two looks for the rates, where
 * nobody watches or `once` asks for it. As JSON each look is a document, one a line unless it is the only one.
 */
export async function runTop(options: TopOptions): Promise<void> {
  const { screen, write, everyMs, json, signal } = options;
  const live = !options.once && (json || screen.isTTY === true);
  if (!live) return showOnce(options);
  if (!json) await write(OPEN);
  let before: TopReading | undefined;
  // Also while a part of the installation does not answer.
  const seenEnough = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  try {
    for (;;) {
      const reading = await Promise.race([look(options, before === undefined), seenEnough]);
      if (reading === undefined || signal.aborted) return;
      if ('trouble' in reading) await write(json ? '' : notice(reading.trouble, screen));
      else {
        const view = topView(reading, before);
        before = reading;
        if (json) await write(`${JSON.stringify(topDocument(view))}\n`);
        else await write(page(topLines(view, { columns: screen.columns ?? 80, colour: true }), screen));
      }
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  } finally {
    if (!json) await write(CLOSE);
  }
}

async function showOnce({ log, pool, screen, write, now, everyMs, json, signal }: TopOptions): Promise<void> {
  const before = await readTop(log, pool, now);
  await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  const view = topView(await readTop(log, pool, now), before);
  if (json) return write(`${JSON.stringify(topDocument(view), null, 2)}\n`);
  const columns = screen.columns ?? WITHOUT_TERMINAL;
  return write(`${topLines(view, { columns, colour: false }).join('\n')}\n`);
}

/** Whoever watches an installation watches it also while a part of it is away. What is away at the start is a failure. */
async function look(
  { log, pool, now }: TopOptions,
  first: boolean,
): Promise<TopReading | { readonly trouble: string }> {
  try {
    return await readTop(log, pool, now);
  } catch (error) {
    const away =
      isTransientDatabaseError(error) || (error instanceof AuditError && error.reason === 'unreachable');
    if (first || !away) throw error;
    return { trouble: error instanceof Error ? error.message : String(error) };
  }
}

/** Drawn over the page before it, line by line, so that nothing flickers; the terminal's height and no more. */
function page(lines: readonly string[], { rows = 24 }: Screen): string {
  const fitting = lines.length < rows ? lines : [...lines.slice(0, rows - 2), '… (make the window higher)'];
  return `\x1b[H${fitting.map((line) => `${line}\x1b[K\n`).join('')}\x1b[J`;
}

/** In the first line, over what was seen last. */
const notice = (trouble: string, { columns = 80 }: Screen): string =>
  `\x1b[H\x1b[7m${trouble.replaceAll('\n', ' ').slice(0, columns)}\x1b[0m\x1b[K`;

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { isTransientDatabaseError } from '@ticketing/platform/postgres.ts';
import { rebuildable } from '@ticketing/platform/rebuild-requests.ts';
import { Command, CommanderError, Option } from 'commander';
import { AuditError, type ExitReason, exitCodes } from './audit-error.ts';
import { boardAt, type PastBoard } from './board-at.ts';
import { type Clock, readInstant } from './log-clock.ts';
import { logStats, statsLines } from './log-stats.ts';
import { parkedLines, parkedReport, replayAndWait } from './parked.ts';
import { connectParts, type Environment, type Parts } from './parts.ts';
import { createProgress, type Terminal } from './progress.ts';
import { askForRebuild, rebuildProgress, rebuiltLine } from './rebuild.ts';
import { createResultWriter, type ResultWriter } from './result-writer.ts';
import { ticketAt, ticketLines } from './ticket-at.ts';
import { historyLines, ticketHistory } from './ticket-history.ts';
import { runTop, type Screen } from './top/run-top.ts';
import { differenceLine } from './verify/difference.ts';
import { verify, verifyLines } from './verify/verify.ts';

/** What a run of the command has of the outside world. */
export type AuditIo = {
  readonly environment: Environment;
  /** Results. */
  readonly stdout: Writable & Screen;
  /** Progress and what went wrong. */
  readonly stderr: Terminal;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Listens for whoever watches to have seen enough; who asks for it ends in good order by itself then. */
  readonly interrupted: () => AbortSignal;
};

type Run = {
  readonly parts: Parts;
  readonly results: ResultWriter;
  readonly io: AuditIo;
};

const exitCodeHelp = `
Exit codes:
  ${exitCodes.fine}  fine
  ${exitCodes.differs}  verify found a difference, or a stream is parked
  ${exitCodes.usage}  the command line or a setting is wrong, or there is no such ticket or project
  ${exitCodes.unreachable}  the event store or the database cannot be reached
  ${exitCodes.behind}  verify could not compare: the read models are behind the log or were never built; or no projector
     process began with a rebuild; or there is nothing for top to show: no projector ever ran
  ${exitCodes.broken}  the log has an event that this version cannot read, a rebuild failed, or something unexpected broke

Settings: EVENTSTORE_URL for every command, DATABASE_URL for verify, rebuild and top as well. "npm run audit -- …" sets both to
those of the embedded stack where they are not given.`;

/**
 * Runs one command of the tool.
 * @param args what stands behind the program's name
 * @returns the exit code (audit-error.ts)
 */
export async function runAudit(args: readonly string[], io: AuditIo): Promise<number> {
  const run: Run = {
    parts: connectParts(io.environment),
    results: createResultWriter(io.stdout),
    io,
  };
  let reason: ExitReason = 'fine';
  const program = auditProgram(run, (ended) => {
    reason = ended;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    reason = explain(error, io.stderr);
  } finally {
    await run.parts.close();
  }
  return exitCodes[reason];
}

function explain(error: unknown, stderr: Terminal): ExitReason {
  // Commander has said by itself what is wrong; help that was asked for ends well.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 'fine' : 'usage';
  if (error instanceof AuditError) {
    stderr.write(`${error.message}\n`);
    return error.reason;
  }
  if (isTransientDatabaseError(error)) {
    stderr.write(
      `The database stopped answering: ${error instanceof Error ? error.message : error}. Try again.\n`,
    );
    return 'unreachable';
  }
  stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 'broken';
}

function auditProgram(run: Run, ended: (reason: ExitReason) => void): Command {
  const program = new Command('audit')
    .description(
      'Looks into the event log: what happened, how things stood, and whether the read models agree.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => run.io.stdout.write(text),
      writeErr: (text) => run.io.stderr.write(text),
    })
    .showHelpAfterError('(--help tells what there is)')
    .addHelpText('after', exitCodeHelp);

  program
    .command('history')
    .description('who did what to a ticket, when, why, caused by what')
    .argument('<ticket>', 'key of a ticket, for example ABC-7')
    .option('--json', 'one JSON document instead of text')
    .action(async (key: string, options: { json?: true }) => {
      const history = await ticketHistory(run.parts.log(), key);
      if (options.json) await run.results.json(history);
      else await run.results.lines(historyLines(history));
    });

  program
    .command('ticket')
    .description('everything of a ticket as it was at an instant')
    .argument('<ticket>', 'key of a ticket, for example ABC-7')
    .option('--at <instant>', 'ISO 8601, for example 2026-03-01T12:00Z (default: now)')
    .addOption(recordedOption())
    .option('--json', 'one JSON document instead of text')
    .action(async (key: string, options: { at?: string; recorded?: true; json?: true }) => {
      const instant = options.at === undefined ? run.io.now() : readInstant(options.at);
      const ticket = await ticketAt(run.parts.log(), key, instant, clockOf(options));
      if (options.json) await run.results.json(ticket);
      else await run.results.lines(ticketLines(ticket));
    });

  program
    .command('board')
    .description('a project’s board as it was at one instant or at many')
    .argument('<project>', 'key of a project, for example ABC')
    .option(
      '--at <instant>',
      'ISO 8601, for example 2026-03-01T12:00Z (default: now); may be given several times',
      (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
    )
    .option('--at-file <file>', 'file with one instant a line; the log is read once for all of them')
    .addOption(recordedOption())
    .option('--json', 'JSON instead of text: one document, or one a line for several instants')
    .action((key: string, options: BoardCommandOptions) => showBoards(run, key, options));

  program
    .command('verify')
    .description('folds the whole log anew and compares every row of every read model with it')
    .option('--wait <seconds>', 'how long the read models may take to reach the end of the log', '60')
    .option('--json', 'one JSON document instead of text')
    .action(async (options: { wait: string; json?: true }) => {
      ended((await showVerification(run, options)) ? 'fine' : 'differs');
    });

  program
    .command('rebuild')
    .description('builds a read model, or what a saga remembers, anew from the log while the old one goes on')
    .argument('<projection>', `"all", or one of ${rebuildable.join(', ')}`)
    .option('--wait <seconds>', 'how long a projector process may take to begin', '30')
    .option(
      '--older',
      'also by a version of the projectors that is older than the one that built it: to go back',
    )
    .option('--json', 'one JSON document instead of text')
    .action(async (projection: string, options: { wait: string; older?: true; json?: true }) => {
      ended((await showRebuild(run, projection, options)) ? 'fine' : 'broken');
    });

  program
    .command('parked')
    .description('streams that a read model or saga set aside because it could not apply an event of theirs')
    .option('--json', 'one JSON document instead of text')
    .action(async (options: { json?: true }) => {
      const parked = await parkedReport(await run.parts.database());
      if (options.json) await run.results.json({ parked });
      else await run.results.lines(parkedLines(parked));
      ended(parked.length === 0 ? 'fine' : 'differs');
    });

  program
    .command('replay')
    .description('has a projector process try a parked stream again, and waits for what comes of it')
    .argument('<projection>', 'that parked it, for example board')
    .argument('<stream>', 'for example ticket-01890a5d-ac96-774b-bcce-b302099a8057')
    .option('--wait <seconds>', 'how long a projector process may take to come to it', '30')
    .option('--json', 'one JSON document instead of text')
    .action(async (projection: string, stream: string, options: { wait: string; json?: true }) => {
      const waitMs = secondsOf(options.wait) * 1_000;
      const still = await replayAndWait(await run.parts.database(), projection, stream, waitMs);
      if (options.json) await run.results.json({ replayed: still === undefined, parked: still ?? null });
      else if (still) await run.results.lines(['It is parked still:', ...parkedLines([still])]);
      else await run.results.lines([`${projection} has applied all of ${stream}, and goes on with it.`]);
      ended(still ? 'differs' : 'fine');
    });

  program
    .command('top')
    .description('how the projections, jobs and mails stand and move; drawn anew every second in a terminal')
    .option('--every <seconds>', 'seconds between two looks', '1')
    .option('--once', 'one table, after two looks')
    .option('--json', 'one JSON document a line for each look; with --once one document')
    .action((options: { every: string; once?: true; json?: true }) => showTop(run, options));

  program
    .command('stats')
    .description('how many events and streams there are, of which types, and since when')
    .option('--json', 'one JSON document instead of text')
    .action(async (options: { json?: true }) => {
      const progress = createProgress(run.io.stderr, 'reading the log');
      const stats = await logStats(run.parts.log(), progress.tick).finally(progress.end);
      if (options.json) await run.results.json(stats);
      else await run.results.lines(statsLines(stats));
    });

  return program;
}

const recordedOption = () =>
  new Option(
    '--recorded',
    'take the time at which the store recorded each event instead of the time at which it happened',
  );

const clockOf = ({ recorded }: { recorded?: true }): Clock => (recorded ? 'recorded' : 'business');

type BoardCommandOptions = { at?: readonly string[]; atFile?: string; recorded?: true; json?: true };

async function showBoards(run: Run, key: string, options: BoardCommandOptions): Promise<void> {
  const written = [
    ...(options.at ?? []),
    ...(options.atFile ? await linesOf(options.atFile, run.io.environment) : []),
  ];
  const instants = written.map(readInstant);
  if (instants.length === 0 && options.atFile === undefined) instants.push(run.io.now());
  const progress = createProgress(run.io.stderr, 'reading the log');
  const boards = boardAt(run.parts.log(), key, instants, {
    clock: clockOf(options),
    onEvent: progress.tick,
  });
  try {
    for await (const board of boards) {
      progress.end();
      if (options.json) await run.results.json(board, instants.length > 1 ? 'line' : 'document');
      else await run.results.lines(boardLines(key, board));
    }
  } finally {
    progress.end();
  }
}

async function showTop(run: Run, options: { every: string; once?: true; json?: true }): Promise<void> {
  const seconds = Number(options.every);
  if (!Number.isFinite(seconds) || seconds < 0.1 || seconds > 3_600) {
    throw new AuditError('usage', `--every ${options.every} is not a number of seconds from 0.1 to 3600.`);
  }
  await runTop({
    log: run.parts.log(),
    pool: await run.parts.database(),
    screen: run.io.stdout,
    write: run.results.write,
    now: run.io.now,
    everyMs: seconds * 1_000,
    once: options.once ?? false,
    json: options.json ?? false,
    signal: run.io.interrupted(),
  });
}

/** npm runs scripts in the project's folder and tells where the command was typed. */
async function linesOf(path: string, { INIT_CWD = '.' }: Environment): Promise<string[]> {
  const file = resolve(INIT_CWD, path);
  try {
    const text = await readFile(file, 'utf8');
    return text.split(/\r?\n/).filter((line) => line.trim() !== '');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new AuditError('usage', `The instants in ${file} cannot be read: ${detail}`);
  }
}

function boardLines(key: string, { at, columns }: PastBoard): string[] {
  const total = columns.reduce((sum, { tickets }) => sum + tickets.length, 0);
  return [
    `${key.toUpperCase()} as of ${at}: ${total} tickets`,
    ...(columns.length === 0 ? ['  The board had no columns then.'] : []),
    ...columns.flatMap(({ name, tickets }) => [
      `${name} (${tickets.length})`,
      ...tickets.map((ticket) => `  ${ticket.key}  ${ticket.title}`),
    ]),
  ];
}

/** @returns true when all of it is done */
async function showRebuild(
  run: Run,
  projection: string,
  options: { wait: string; older?: true; json?: true },
): Promise<boolean> {
  const seconds = secondsOf(options.wait);
  const names = projection === 'all' ? rebuildable : [projection];
  const database = await run.parts.database();
  const progress = createProgress(run.io.stderr, 'rebuilding');
  const rebuilt = await askForRebuild(database, names, {
    older: options.older ?? false,
    beginWithinMs: seconds * 1_000,
    onProgress: (states) => progress.say(rebuildProgress(states)),
  }).finally(progress.end);
  if (options.json) await run.results.json({ rebuilds: rebuilt });
  else await run.results.lines(rebuilt.map(rebuiltLine));
  return rebuilt.every(({ failure }) => failure === null);
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds;
  throw new AuditError('usage', `--wait ${text} is not a number of seconds.`);
}

/** @returns true when nothing differs */
async function showVerification(run: Run, options: { wait: string; json?: true }): Promise<boolean> {
  const seconds = secondsOf(options.wait);
  const log = run.parts.log();
  const database = await run.parts.database();
  const progress = createProgress(run.io.stderr, 'comparing the read models with the log');
  // Differences are written as they are found: there may be more of them than memory holds.
  let found = 0;
  const report = await verify(log, database, {
    waiting: { atMost: seconds * 1_000, onWaiting: progress.say },
    onEvent: progress.tick,
    async onDifference(difference) {
      progress.end();
      found++;
      if (options.json) {
        await run.results.write(`${found === 1 ? '{"differences":[' : ','}\n${JSON.stringify(difference)}`);
      } else {
        await run.results.lines([differenceLine(difference)]);
      }
    },
  }).finally(progress.end);
  if (options.json) {
    await run.results.write(`${found === 0 ? '{"differences":[' : '\n'}],\n`);
    await run.results.write(`${JSON.stringify(report).slice(1)}\n`);
  } else {
    await run.results.lines(verifyLines(report));
  }
  return report.ok;
}

import type { Application } from '@ticketing/command-api/application.ts';
import { schemaVersion } from '@ticketing/contracts/events/event.ts';
import { numbersStream, projectKeyStream, ticketStream } from '@ticketing/contracts/streams.ts';
import type { EventToAppend } from '@ticketing/platform/event-store.ts';
import { inParallel } from '../in-parallel.ts';
import { type Chance, createChance } from './chance.ts';
import { type GeneratedWorld, prepareWorld, type WorldSize } from './prepare-world.ts';
import { type LivedEvent, ticketLife } from './ticket-life.ts';

export type GenerateOptions = WorldSize & {
  readonly tickets: number;
  readonly seed: number;
  /** The newest events are of this time, the oldest of two years before. */
  readonly until: number;
  readonly stopping?: () => boolean;
  readonly onProgress?: (doing: string, done: number, total: number) => void;
};

export type Generated = {
  readonly world: GeneratedWorld;
  readonly tickets: number;
  /** Of tickets, and the numbers that they took. */
  readonly events: number;
  /** Log position of the last of them. */
  readonly position: bigint;
};

const TWO_YEARS = 2 * 365 * 86_400_000;
/** Appends under way at the same time. */
const CONCURRENCY = 96;
/** Numbers taken by one append. */
const NUMBERS_AT_ONCE = 500;

/**
 * Fills the event store with what companies and their IT staff would have done in two years. People and projects come
 * about by commands, tickets by their events appended as a whole: as commands, a hundred thousand tickets would take hours.
 * The same seed and the same `until` in an installation with the same names taken make the same events.
 */
export async function generate(app: Application, options: GenerateOptions): Promise<Generated> {
  const { tickets, seed, until, stopping = () => false, onProgress = () => undefined } = options;
  const chance = createChance(seed);
  const since = until - TWO_YEARS;
  const prefix = await freePrefix(app, options.projects);
  onProgress('people, companies and projects', 0, 1);
  const world = await prepareWorld(app, prefix, options, new Date(since).toISOString(), chance);
  const projects = world.projects.filter(({ companies }) => companies.length > 0);
  if (projects.length === 0) throw new Error('there are not enough people for the companies');

  // Some projects are busier than others: half of the tickets are a quarter of the projects'.
  const planned = Array.from({ length: tickets }, () => {
    const busy = chance.happens(0.5) ? Math.max(1, Math.ceil(projects.length / 4)) : projects.length;
    return {
      project: projects[chance.below(busy)] ?? chance.of(projects),
      openedAt: since + chance.below(TWO_YEARS),
    };
  }).sort((one, other) => one.openedAt - other.openedAt);

  const taken = new Map<string, number>();
  const lives = planned.map(({ project, openedAt }, index) => {
    const number = (taken.get(project.id) ?? 0) + 1;
    taken.set(project.id, number);
    // Each has a chance of its own, so that they may be made in any order, and only when they are appended.
    const own = createChance(seed * 7_919 + index * 104_729);
    return { project, openedAt, number, own, ticketId: own.id(openedAt) };
  });

  let events = 0;
  let position = 0n;
  for (const project of projects) {
    const ids = lives.filter((one) => one.project === project);
    for (let from = 0; from < ids.length; from += NUMBERS_AT_ONCE) {
      const batch = ids.slice(from, from + NUMBERS_AT_ONCE).map(({ ticketId, own, openedAt }) => {
        const event = { type: 'TicketNumberTaken', data: { ticketId } } as const;
        return toAppend({ event, actorId: ticketId, at: openedAt, command: 'OpenTicket' }, own);
      });
      await app.eventStore.append(numbersStream(project.id), batch, 'any');
      events += batch.length;
    }
  }
  let done = 0;
  await inParallel(lives, CONCURRENCY, async ({ project, openedAt, number, own, ticketId }) => {
    if (stopping()) return;
    const lived = ticketLife(project, ticketId, number, openedAt, until, own);
    const batch = lived.map((one) => toAppend(one, own));
    const appended = await app.eventStore.append(ticketStream(ticketId), batch, 'no_stream');
    if (appended.position > position) position = appended.position;
    events += batch.length;
    onProgress('tickets', ++done, lives.length);
  });
  return { world, tickets: done, events, position };
}

function toAppend(
  { event, actorId, at, command }: Omit<LivedEvent, 'event'> & { event: EventToAppend['event'] },
  chance: Chance,
): EventToAppend {
  const commandId = chance.id(at);
  return {
    id: chance.id(at),
    event,
    metadata: {
      $correlationId: commandId,
      $causationId: commandId,
      commandId,
      command,
      actorId,
      at: new Date(at).toISOString(),
      schema: schemaVersion(event.type),
    },
  };
}

/** Letters that no project key of this installation begins with: GA, GB, … */
async function freePrefix(app: Application, projects: number): Promise<string> {
  for (let index = 0; index < 26 * 26; index++) {
    const letters = [Math.floor(index / 26), index % 26].map((letter) => String.fromCharCode(65 + letter));
    const prefix = `G${letters.join('')}`;
    if (await isFree(app, prefix, projects)) return prefix;
  }
  throw new Error('every prefix of generated projects is taken');
}

async function isFree(app: Application, prefix: string, projects: number): Promise<boolean> {
  for (let number = 1; number <= projects; number++) {
    for await (const _ of app.eventStore.readStream(projectKeyStream(`${prefix}${number}`))) return false;
  }
  return true;
}

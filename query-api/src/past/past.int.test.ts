import { type BoardHistory, type PastBoard, readBoardHistory } from '@ticketing/audit-replay/board-at.ts';
import type { EventLog } from '@ticketing/audit-replay/event-log.ts';
import type { RecordedEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { inverseOf } from '@ticketing/contracts/kinds.ts';
import {
  projectKeyStream,
  projectStream,
  streamSubject,
  ticketStream,
  userStream,
} from '@ticketing/contracts/streams.ts';
import type { BoardView, TicketChangeView, TicketView } from '@ticketing/contracts/views.ts';
import { projectFold } from '@ticketing/domain/project/state.ts';
import { perform, populatedWorld, step } from '@ticketing/domain/testing/random-steps.ts';
import { ticketFold } from '@ticketing/domain/ticket/evolve.ts';
import { inOrder } from '@ticketing/domain/ticket/rank.ts';
import type { TicketState } from '@ticketing/domain/ticket/state.ts';
import { readModels } from '@ticketing/projectors/read-models/all.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEventLog } from '../testing/event-log.ts';
import { type ProjectedModels, projectedModels } from '../testing/projected-models.ts';
import { type RunningQueryApi, runningQueryApi } from '../testing/running-query-api.ts';

/** The past as the API answers it, against folding the log with the domain's folds, at instants drawn at random. */

const superuser = '019d2a11-0000-7000-8000-000000000001';
const START = Date.parse('2026-03-02T08:00:00.000Z');
let models: ProjectedModels;
let api: RunningQueryApi;
let position = 0n;

beforeAll(async () => {
  models = await projectedModels();
  api = await runningQueryApi(models);
});
afterAll(async () => {
  await api.app.close();
  await models.stop();
});

/** Empty read models with one superuser, who sees everything. */
async function startAnew(): Promise<void> {
  const tables = readModels.flatMap(({ tableNames }) => tableNames.map((name) => `read_model.${name}`));
  await models.pool.query(`truncate ${tables.join(', ')}`);
  const log = createEventLog();
  const person = { username: 'root', displayName: 'Root', email: 'root@example.org', staff: true };
  const events = [
    log.append(userStream(superuser), { type: 'UserRegistered', data: person }),
    log.append(userStream(superuser), { type: 'SuperuserGranted', data: {} }),
  ];
  await models.project(events.map((event) => ({ ...event, position: ++position })));
}

const asOf = (events: readonly RecordedEvent[], stream: string, ms: number) =>
  events.filter((event) => event.stream === stream && Date.parse(event.metadata.at) <= ms);

/** A ticket as the domain folds it, in the words of the answer. */
function ticketThen(events: readonly RecordedEvent[], id: string, ms: number) {
  const counted = asOf(events, ticketStream(id), ms);
  const opened = counted.findIndex(({ type }) => type === 'TicketOpened');
  const state = counted.reduce(ticketFold.evolve, ticketFold.initial);
  if (!state || opened < 0) return undefined;
  const comments = [...state.comments].map(([commentId, comment]) => ({ id: commentId, ...comment }));
  return {
    id,
    key: state.key,
    type: state.type,
    title: state.title,
    description: state.description,
    priority: state.priority,
    urgency: state.urgency,
    importance: state.importance,
    columnId: state.columnId,
    rank: state.rank,
    startDate: state.startDate,
    dueDate: state.dueDate,
    assigneeIds: [...state.assigneeIds],
    tagIds: tagsThen(events, state, ms),
    archived: state.archived,
    archiveReason: reasonAfter(counted.slice(opened)),
    review: state.reviews.at(-1)?.state ?? null,
    reviews: [...state.reviews],
    remoteAssistId: state.remoteAssistId,
    ...structureThen(events, state, ms),
    commentCount: comments.filter(({ visibility }) => visibility === 'public').length,
    revision: String(counted.at(-1)?.revision),
    comments: comments.sort((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

/** The tags of a ticket that its project had then: by the order of times, it can be tagged before there is the tag. */
function tagsThen(events: readonly RecordedEvent[], { projectId, tagIds }: TicketState, ms: number) {
  if (tagIds.length === 0) return [];
  const counted = asOf(events, projectStream(projectId), ms);
  const there = counted.reduce(projectFold.evolve, projectFold.initial)?.tags ?? [];
  return tagIds.filter((tagId) => there.some(({ id }) => id === tagId));
}

/** What hangs together with a ticket as the domain folds it: nobody is hidden from a superuser. */
function structureThen(events: readonly RecordedEvent[], ticket: TicketState, ms: number) {
  const others = new Map(ticketsThen(events, ms).map((other) => [other.id, other]));
  const { parentId } = ticket;
  const fromHere = ticket.links.filter(({ ticketId }) => others.has(ticketId));
  const fromThere = [...others.values()].flatMap(({ id, links }) =>
    links.filter(({ ticketId }) => ticketId === ticket.id).map(({ link }) => `${inverseOf[link]} ${id}`),
  );
  return {
    parentId,
    parent: parentId === null ? null : (others.get(parentId)?.title ?? null),
    children: [...others.values()]
      .filter((other) => other.parentId === ticket.id)
      .map(({ id }) => id)
      .sort(),
    links: [...fromHere.map(({ link, ticketId }) => `${link} ${ticketId}`), ...fromThere].sort(),
    subtasks: [...ticket.subtasks],
    subtaskCount: ticket.subtasks.length,
    subtasksDone: ticket.subtasks.filter(({ completed }) => completed).length,
    followerIds: [...ticket.followerIds],
  };
}

/** Every ticket at an instant, folded once for all that ask about the same one. */
function ticketsThen(events: readonly RecordedEvent[], ms: number): readonly TicketState[] {
  const known = folded.get(events)?.get(ms);
  if (known) return known;
  const byStream = Map.groupBy(
    events.filter(({ stream, metadata }) => stream.startsWith('ticket-') && Date.parse(metadata.at) <= ms),
    ({ stream }) => stream,
  );
  const states = [...byStream.values()].flatMap(
    (counted) => counted.reduce(ticketFold.evolve, ticketFold.initial) ?? [],
  );
  folded.set(events, (folded.get(events) ?? new Map()).set(ms, states));
  return states;
}
const folded = new WeakMap<readonly RecordedEvent[], Map<number, readonly TicketState[]>>();

function reasonAfter(counted: readonly RecordedEvent[]): string | null {
  const last = counted.findLast(({ type }) => type === 'TicketArchived' || type === 'TicketRestored');
  return last?.type === 'TicketArchived' ? last.data.reason : null;
}

function ticketTold(view: TicketView): ReturnType<typeof ticketThen> {
  const { id, key, type, title, description, priority, urgency, importance, columnId, rank } = view;
  const { startDate, dueDate, assigneeIds, tagIds, archived, archiveReason, commentCount, revision } = view;
  const { review, reviews, remoteAssistId } = view;
  const comments = view.comments
    .map((comment) => ({
      id: comment.id,
      authorId: comment.authorId,
      body: comment.body,
      visibility: comment.visibility,
    }))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
  return {
    ...{
      id,
      key,
      type,
      title,
      description,
      priority,
      urgency,
      importance,
      columnId,
      rank,
      startDate,
      dueDate,
    },
    ...{
      assigneeIds,
      tagIds,
      archived,
      archiveReason,
      review,
      reviews,
      remoteAssistId,
      ...structureTold(view),
      commentCount,
      revision,
      comments,
    },
  };
}

const structureTold = (view: TicketView): ReturnType<typeof structureThen> => ({
  parentId: view.parentId,
  parent: view.parent?.title ?? null,
  children: view.children.map(({ id }) => id).sort(),
  links: view.links.map(({ link, ticket }) => `${link} ${ticket.id}`).sort(),
  subtasks: view.subtasks,
  subtaskCount: view.subtaskCount,
  subtasksDone: view.subtasksDone,
  followerIds: view.followerIds,
});

/** The columns of a board and the tickets in them, by the rule of `audit-replay board --at`. */
function boardThen(
  events: readonly RecordedEvent[],
  projectId: string,
  ticketIds: readonly string[],
  ms: number,
) {
  const stream = projectStream(projectId);
  const project = asOf(events, stream, ms).reduce(projectFold.evolve, projectFold.initial);
  const columns = new Map((project?.columns ?? []).map((column) => [column.id, column]));
  const tickets = ticketIds.flatMap((id) => {
    const ticket = ticketThen(events, id, ms);
    return ticket && !ticket.archived ? [ticket] : [];
  });
  for (const { columnId } of tickets) {
    const added = events.find(
      (event) =>
        event.stream === stream && event.type === 'BoardColumnAdded' && event.data.columnId === columnId,
    );
    if (columns.has(columnId) || added?.type !== 'BoardColumnAdded') continue;
    const { columnId: id, ...column } = added.data;
    columns.set(id, { id, ...column, minimum: null, maximum: null, leadsTo: null });
  }
  return [...columns.values()].sort(inOrder).map((column) => ({
    ...column,
    tickets: tickets
      .filter(({ columnId }) => columnId === column.id)
      .sort(inOrder)
      .map(({ id, title }) => ({ id, title })),
  }));
}

const boardTold = (board: BoardView): ReturnType<typeof boardThen> =>
  board.columns.map((column) => ({
    ...column,
    tickets: column.tickets.map(({ id, title }) => ({ id, title })),
  }));

/** What both the API and `audit-replay board --at` say of a board. */
const named = (board: Pick<BoardView, 'columns'> | PastBoard | undefined) =>
  board?.columns.map(({ id, name, tickets }) => ({
    id,
    name,
    tickets: tickets.map((ticket) => ({ id: ticket.id, key: ticket.key, title: ticket.title })),
  }));

/** The log as the command-line tool reads it; the random sequences reserve no keys, so the project's is added. */
function auditedLog(events: readonly RecordedEvent[], projectId: string, key: string): EventLog {
  const reserved = createEventLog().append(projectKeyStream(key), {
    type: 'ProjectKeyReserved',
    data: { projectId },
  });
  return {
    async *readStream(stream) {
      yield* [reserved, ...events].filter((event) => event.stream === stream);
    },
    async *readAll() {
      yield* events;
    },
    head: async () => events.at(-1)?.position ?? -1n,
  };
}

async function ask<Body>(path: string, expected = 200): Promise<Body> {
  const { status, body } = await api.get(superuser, path);
  expect(status, `${path}: ${JSON.stringify(body)}`).toBe(expected);
  // The tests compare every field of it.
  return body as Body;
}

/** How far an event's time is from its turn, in turns; most are on time. */
const shift = fc.oneof(
  { arbitrary: fc.constant(0), weight: 4 },
  { arbitrary: fc.integer({ min: -60, max: 60 }), weight: 1 },
);

let counted = 0;
let early = 0;

test('the past is what folding the log says at any instant, whatever the order of the times', {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 30, maxLength: 90 }),
      fc.array(shift, { minLength: 50, maxLength: 50 }),
      fc.array(fc.nat({ max: 9_999 }), { minLength: 12, maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 10, maxLength: 10 }),
      async (steps, shifts, draws, sizes) => {
        await startAnew();
        const world = populatedWorld();
        for (const one of steps) perform(world, one);
        let latest = 0;
        const events = world.log.map((event, turn): RecordedEvent => {
          const ms = START + (turn + (shifts[turn % shifts.length] ?? 0)) * 1_000;
          if (ms < latest) early++;
          latest = Math.max(latest, ms);
          // In the domain's own tests the system has a name; in a real log it has an id.
          const actorId = event.metadata.actorId === 'system' ? SYSTEM_ACTOR : event.metadata.actorId;
          return {
            ...event,
            position: ++position,
            metadata: { ...event.metadata, actorId, at: new Date(ms).toISOString() },
          };
        });
        for (let from = 0, turn = 0; from < events.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          await models.project(events.slice(from, from + size));
          from += size;
        }
        const instants = draws.map((draw, turn) => {
          const event = events[draw % events.length];
          // On an event's own instant, and just before it.
          return Date.parse(event?.metadata.at ?? '') - (turn % 2);
        });
        const audited = new Map<string, BoardHistory>();
        for (const projectId of world.projectIds) {
          const key = world.project(projectId)?.key ?? '';
          audited.set(projectId, await readBoardHistory(auditedLog(events, projectId, key), key));
        }
        for (const [turn, ms] of instants.entries()) {
          const at = new Date(ms).toISOString();
          for (const projectId of world.projectIds) {
            const ofProject = world.ticketIds.filter((id) => world.ticket(id)?.projectId === projectId);
            const board = await ask<BoardView>(`/api/projects/${projectId}/board?at=${at}`);
            expect(boardTold(board)).toEqual(boardThen(events, projectId, ofProject, ms));
            expect(named(board)).toEqual(named(audited.get(projectId)?.at(ms)));
            counted++;
          }
          for (const id of world.ticketIds.slice(turn % 3, (turn % 3) + 6)) {
            const then = ticketThen(events, id, ms);
            const told = await ask<TicketView>(`/api/tickets/${id}?at=${at}`, then ? 200 : 404);
            if (then) expect(ticketTold(told)).toEqual(then);
            counted++;
          }
          await expectChanges(
            world.projectIds,
            events,
            Math.min(ms, instants[0] ?? ms),
            Math.max(ms, instants[0] ?? ms),
          );
        }
      },
    ),
    { numRuns: 20, endOnFailure: true },
  );
  console.log(
    `${counted} answers about the past compared; ${early} events came with an earlier time than one before.`,
  );
  expect(early).toBeGreaterThan(0);
});

async function expectChanges(
  projectIds: readonly string[],
  events: readonly RecordedEvent[],
  from: number,
  to: number,
) {
  const [first, last] = [new Date(from).toISOString(), new Date(to).toISOString()];
  for (const projectId of projectIds) {
    const opened = events.flatMap((event) =>
      event.type === 'TicketOpened' && event.data.projectId === projectId
        ? [streamSubject(event.stream)]
        : [],
    );
    const shown = (id: string, ms: number) => {
      const ticket = ticketThen(events, id, ms);
      if (!ticket) return undefined;
      // What a card does not show, or what only says that something happened.
      const { comments: _comments, revision: _revision, archiveReason: _reason, ...rest } = ticket;
      const { parent: _parent, children: _children, links: _links, ...more } = rest;
      const { subtasks: _subtasks, followerIds: _followers, reviews: _reviews, ...facts } = more;
      return JSON.stringify(facts);
    };
    const { items } = await ask<{ items: TicketChangeView[] }>(
      `/api/projects/${projectId}/changes?from=${first}&to=${last}&limit=200`,
    );
    // A tag that comes to be after it was given, by the order of times, is a change of the project alone.
    const touched = new Set(
      events
        .filter(({ metadata }) => Date.parse(metadata.at) > from && Date.parse(metadata.at) <= to)
        .map(({ stream }) => streamSubject(stream)),
    );
    const expected = opened.filter((id) => touched.has(id) && shown(id, to) !== shown(id, from)).sort();
    expect(items.map(({ ticketId }) => ticketId)).toEqual(expected);
    for (const { ticketId, before, after } of items) {
      expect(before?.title).toBe(ticketThen(events, ticketId, from)?.title);
      expect(after.rank).toBe(ticketThen(events, ticketId, to)?.rank);
    }
    counted++;
  }
}

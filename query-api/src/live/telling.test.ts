import type { Role } from '@ticketing/contracts/kinds.ts';
import type { Audience, Change, TicketFacts } from '@ticketing/contracts/live.ts';
import type { Viewer } from '@ticketing/domain/policy/policy.ts';
import { newId } from '@ticketing/platform/ids.ts';
import { describe, expect, test } from 'vitest';
import { type ChangeMessage, outgoing, tellingOf } from './telling.ts';

const project = newId();
const [alpha, beta] = [newId(), newId()];

const person = (known: { role?: Role; company?: string; superuser?: boolean; staff?: boolean }): Viewer => ({
  userId: newId(),
  superuser: known.superuser ?? false,
  staff: known.staff ?? known.role !== undefined,
  roles: new Map(known.role ? [[project, known.role]] : []),
  companyIds: new Set(known.company ? [known.company] : []),
  adminOfCompanyIds: new Set(),
});

const anna = person({ company: alpha });
const ben = person({ company: beta });
const admin = person({ role: 'admin' });
const manager = person({ role: 'manager' });
const helper = person({ role: 'user' });
const root = person({ superuser: true });
const outsider = person({ staff: true });

const ticket = (known: Partial<TicketFacts> = {}): TicketFacts => ({
  projectId: project,
  reporterId: newId(),
  companyId: null,
  assigneeIds: [],
  ...known,
});

const about = (
  audience: Omit<Extract<Audience, { kind: 'ticket' }>, 'kind' | 'internal'> & { internal?: boolean },
  change: Change = { entity: 'card', id: newId(), row: null },
): ChangeMessage => ({
  kind: 'change',
  channel: `project:${project}`,
  position: '7',
  actorId: newId(),
  commandId: newId(),
  audience: { kind: 'ticket', internal: false, ...audience },
  change,
});

const tellings = (message: ChangeMessage, companyIds: string[] = [alpha, beta]) =>
  Object.fromEntries(
    Object.entries({ anna, ben, admin, manager, helper, root, outsider }).map(([name, viewer]) => [
      name,
      tellingOf(viewer, message, companyIds),
    ]),
  );

describe('who is told what of a ticket', () => {
  test('a company’s ticket is told to its people and to who sees all, and to nobody else', () => {
    const facts = ticket({ companyId: alpha });
    expect(tellings(about({ before: facts, after: facts }))).toEqual({
      anna: 'row',
      ben: 'nothing',
      admin: 'row',
      manager: 'row',
      helper: 'nothing',
      root: 'row',
      outsider: 'nothing',
    });
  });

  test('an internal note is told to those alone who may read internal notes', () => {
    const facts = ticket({ companyId: alpha, assigneeIds: [helper.userId] });
    expect(tellings(about({ before: facts, after: facts, internal: true }))).toEqual({
      anna: 'nothing',
      ben: 'nothing',
      admin: 'row',
      manager: 'row',
      helper: 'nothing',
      root: 'row',
      outsider: 'nothing',
    });
  });

  test('who saw it before and does not any more is told that it is gone; who sees it now gets the row', () => {
    const message = about({
      before: ticket({ companyId: alpha, assigneeIds: [helper.userId] }),
      after: ticket({ companyId: beta }),
    });
    expect(tellings(message)).toMatchObject({ anna: 'gone', helper: 'gone', ben: 'row', admin: 'row' });
  });

  test('a thing that goes out of sight takes its history entry with it: no activity is told as gone', () => {
    const activity: Change = {
      entity: 'activity',
      id: newId(),
      row: {
        id: newId(),
        ticketId: newId(),
        projectId: project,
        type: 'TicketUnassigned',
        details: {},
        actorId: newId(),
        actorName: 'Agent',
        at: '2026-03-01T00:00:00.000Z',
        recordedAt: '2026-03-01T00:00:00.000Z',
        revision: '3',
      },
    };
    const message = about({ before: ticket({ companyId: alpha }), after: ticket() }, activity);
    expect(tellings(message)).toMatchObject({ anna: 'nothing', admin: 'row' });
  });
});

describe('what is told to one person', () => {
  const inbox = (userId: string, facts: TicketFacts | null, internal = false): ChangeMessage => ({
    ...about({ before: null, after: null }),
    channel: `me:${userId}`,
    audience: { kind: 'person', userId, ticket: facts, internal },
    change: { entity: 'inbox', id: userId, row: { unread: 1, readUpTo: null } },
  });

  test('is told to them and to nobody else, a superuser neither', () => {
    expect(tellings(inbox(anna.userId, null))).toEqual({
      anna: 'row',
      ben: 'nothing',
      admin: 'nothing',
      manager: 'nothing',
      helper: 'nothing',
      root: 'nothing',
      outsider: 'nothing',
    });
  });

  test('is not told when it is about a ticket, or an internal note, that they may not see by now', () => {
    const facts = ticket({ companyId: alpha });
    expect(tellingOf(anna, inbox(anna.userId, facts), [])).toBe('row');
    expect(tellingOf(anna, inbox(anna.userId, facts, true), [])).toBe('nothing');
    expect(tellingOf(ben, inbox(ben.userId, facts), [])).toBe('nothing');
    expect(tellingOf(manager, inbox(manager.userId, facts, true), [])).toBe('row');
  });
});

const sending = (message: ChangeMessage, companyIds: readonly string[] = []) =>
  outgoing(
    { message, place: { shard: 0, id: '1-0' } },
    () => companyIds,
    () => 'cursor',
  );

test('a frame that something is gone carries ids and no content', () => {
  const id = newId();
  const description = 'secret words';
  const row = { description, title: 'secret title' } as never; // Only that nothing of it gets out matters here.
  const message = about(
    { before: ticket({ companyId: alpha }), after: ticket({ companyId: beta }) },
    { entity: 'ticket', id, row },
  );
  const sent = sending(message);
  expect(JSON.parse(String(sent.frameFor(anna)))).toEqual({
    type: 'change',
    channel: message.channel,
    position: '7',
    cursor: 'cursor',
    actorId: message.actorId,
    commandId: message.commandId,
    change: { entity: 'ticket', id, row: null },
  });
  expect(String(sent.frameFor(ben))).toContain('secret words');
});

test('a change is written as JSON once for everyone who gets the same of it', () => {
  let written = 0;
  const row = {
    toJSON: () => {
      written += 1;
      return { title: 'Printer' };
    },
  } as never; // Counts how often it is written.
  const facts = ticket({ companyId: alpha });
  const sent = sending(about({ before: facts, after: facts }, { entity: 'card', id: newId(), row }));
  const frames = [anna, admin, manager, root, ben].map((viewer) => sent.frameFor(viewer));
  expect(frames.filter((frame) => frame !== undefined)).toHaveLength(4);
  expect(new Set(frames).size).toBe(2);
  expect(written).toBe(1);
});

test('a project’s change reaches who may see the project, and tells clients of their own company alone', () => {
  const message: ChangeMessage = {
    kind: 'change',
    channel: `project:${project}`,
    position: '9',
    actorId: newId(),
    commandId: newId(),
    audience: { kind: 'project', projectId: project },
    change: {
      entity: 'project',
      id: project,
      row: {
        id: project,
        key: 'OPS',
        name: 'Ops',
        description: '',
        columns: [],
        tags: [],
        companyIds: [alpha, beta],
        leadId: null,
        dueDateBeforeDone: false,
        limitsEnforced: false,
        archived: false,
        revision: '4',
      },
    },
  };
  const sent = sending(message, [alpha, beta]);
  const companies = (viewer: Viewer) => {
    const frame = sent.frameFor(viewer);
    return frame === undefined ? undefined : JSON.parse(String(frame)).change.row.companyIds;
  };
  expect(companies(anna)).toEqual([alpha]);
  expect(companies(ben)).toEqual([beta]);
  expect(companies(admin)).toEqual([alpha, beta]);
  expect(companies(helper)).toEqual([alpha, beta]);
  expect(companies(outsider)).toBeUndefined();
  expect(tellings(message, [beta])).toMatchObject({ anna: 'nothing', ben: 'row', admin: 'row' });
});

import type { TicketEvent } from '@ticketing/contracts/events/event.ts';
import type { Level } from '@ticketing/contracts/kinds.ts';
import { rankAtEnd } from '@ticketing/domain/ticket/rank.ts';
import type { Chance } from './chance.ts';
import { type Language, textIn, titleIn } from './texts.ts';

/** A project with whom and what its tickets name. */
export type GeneratedProject = {
  readonly id: string;
  readonly key: string;
  /** In board order: to do, in progress, review, done. */
  readonly columnIds: readonly string[];
  readonly tagIds: readonly string[];
  readonly staffIds: readonly string[];
  readonly companies: readonly { readonly id: string; readonly userIds: readonly string[] }[];
};

/** One event of a ticket's life: who caused it, when, by which command. */
export type LivedEvent = {
  readonly event: TicketEvent;
  readonly actorId: string;
  readonly at: number;
  readonly command: string;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const levels: readonly Level[] = [1, 2, 3, 4];
const dateOf = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);

/** What happens to one ticket from its opening up to `until`: about ten events. */
export function ticketLife(
  project: GeneratedProject,
  ticketId: string,
  number: number,
  openedAt: number,
  until: number,
  chance: Chance,
): LivedEvent[] {
  const language: Language = chance.happens(0.4) ? 'ka' : 'en';
  const company = chance.happens(0.85) ? chance.of(project.companies) : undefined;
  const reporterId = company ? chance.of(company.userIds) : chance.of(project.staffIds);
  const agentId = chance.of(project.staffIds);
  const [todo = '', doing = '', review = '', done = ''] = project.columnIds;
  const lived: LivedEvent[] = [];
  let at = openedAt;
  let columnId = todo;
  const say = (command: string, actorId: string, event: TicketEvent) => {
    if (at <= until) lived.push({ event, actorId, at, command });
  };
  const later = (most: number) => {
    at += Math.ceil(chance.share() * most);
  };
  const move = (to: string, actorId: string) => {
    const data = { columnId: to, rank: rankAtEnd(at, ticketId), fromColumnId: columnId };
    say('MoveTicket', actorId, { type: 'TicketMoved', data });
    if (at <= until) columnId = to;
  };
  const comment = (actorId: string, visibility: 'public' | 'internal') => {
    const data = { commentId: chance.id(at), body: textIn(language, chance, 4), visibility };
    say('PostComment', actorId, { type: 'CommentPosted', data });
  };

  const starts = openedAt + chance.below(5) * DAY;
  const dueDate = chance.happens(0.6) ? dateOf(starts + (2 + chance.below(40)) * DAY) : null;
  say('OpenTicket', reporterId, {
    type: 'TicketOpened',
    data: {
      projectId: project.id,
      number,
      key: `${project.key}-${number}`,
      type: chance.of(['task', 'task', 'bug', 'bug', 'story', 'epic'] as const),
      title: titleIn(language, chance, number),
      description: textIn(language, chance, 6),
      priority: chance.of(levels),
      urgency: chance.of(levels),
      importance: chance.of(levels),
      reporterId,
      companyId: company?.id ?? null,
      columnId: todo,
      rank: rankAtEnd(at, ticketId),
      startDate: dueDate !== null && chance.happens(0.5) ? dateOf(starts) : null,
      dueDate,
    },
  });
  later(4 * HOUR);
  say('AssignTicket', agentId, { type: 'TicketAssigned', data: { userId: agentId } });
  say('TagTicket', agentId, { type: 'TicketTagged', data: { tagId: chance.of(project.tagIds) } });
  if (chance.happens(0.15)) {
    say('ChangeTicket', agentId, {
      type: 'TicketRenamed',
      data: { title: titleIn(language, chance, number) },
    });
  }
  later(DAY);
  comment(agentId, 'public');
  // One ticket of twenty is never begun, one of ten never finished.
  const begun = chance.happens(0.95);
  if (begun) move(doing, agentId);
  later(2 * DAY);
  if (chance.happens(0.3)) comment(agentId, 'internal');
  comment(reporterId, 'public');
  if (chance.happens(0.2)) {
    say('ChangeTicket', agentId, {
      type: 'TicketPrioritised',
      data: { priority: chance.of(levels), urgency: chance.of(levels), importance: chance.of(levels) },
    });
  }
  if (chance.happens(0.15)) {
    const data = { startDate: dateOf(at), dueDate: dateOf(at + (1 + chance.below(20)) * DAY) };
    say('ChangeTicket', agentId, { type: 'TicketScheduled', data });
  }
  later(5 * DAY);
  comment(agentId, 'public');
  if (!begun || chance.happens(0.1)) return lived;
  move(review, agentId);
  later(2 * DAY);
  comment(reporterId, 'public');
  move(done, agentId);
  if (chance.happens(0.1)) comment(agentId, 'public');
  later(7 * DAY);
  if (chance.happens(0.85)) {
    say('ArchiveTicket', agentId, { type: 'TicketArchived', data: { reason: 'manual', words: '' } });
  }
  return lived;
}

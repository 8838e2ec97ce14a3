import type { Case, Cases } from './cases.ts';
import type { Verdict } from './rights.ts';
import type { Ticket } from './world.ts';

const LINK = 'put under parents, link';
const ASSIGN = 'move, assign, tag, prioritise';

/** The deed on each ticket; a function and not `onTickets` of cases.ts, which is not there yet when this is read. */
const onEach =
  (
    deed: Parameters<Parameters<Cases>[0]['rights']['onTicket']>[1],
    more: (ticket: Ticket, world: Parameters<Cases>[0]['world']) => Partial<Case> = () => ({}),
  ): Cases =>
  ({ tickets, rights, world }) =>
    tickets.map((ticket) => {
      const { params = {}, ...rest } = more(ticket, world);
      return {
        relation: ticket.relation,
        params: { id: ticket.id, ...params },
        expected: rights.onTicket(ticket, deed),
        ...rest,
      };
    });

const subtask = ({ subtaskId }: Ticket) => ({ params: { subtaskId } });
/** Owns both projects, and so sees every ticket. */
const lead = (_: Ticket, { extras }: Parameters<Cases>[0]['world']) => ({ params: { userId: extras.lead } });

/** Each ticket with one of no company and one of another project: the right is needed on both. */
const onPairs: Cases = ({ tickets, rights }) =>
  tickets.flatMap((ticket) =>
    tickets
      .filter((other) => other !== ticket)
      .filter(({ relation }) => ['of no company', 'in another project'].includes(relation))
      .map((other) => {
        const both = [rights.onTicket(ticket, LINK), rights.onTicket(other, LINK)];
        const refused: Verdict | undefined = both.includes('not_found')
          ? 'not_found'
          : both.find((verdict) => verdict !== 'done');
        return {
          relation: `${ticket.relation} with ${other.relation}`,
          params: { id: ticket.id, link: 'blocked_by', otherId: other.id },
          expected: refused ?? 'done',
        };
      }),
  );

/** Under a ticket of the project OPS that is not theirs. Who may put tickets under others sees it. */
const underOther: Cases = ({ tickets, rights, world }) => {
  const parent = tickets.find(({ relation }) => relation === 'of no company');
  return tickets.map((ticket) => {
    const may = rights.onTicket(ticket, LINK);
    const expected =
      parent === ticket ? 'parent_cycle' : ticket.project === world.here ? 'done' : 'unknown_parent';
    return {
      relation: `${ticket.relation} under one of no company`,
      params: { id: ticket.id },
      body: { parentId: parent?.id },
      expected: may === 'done' ? expected : may,
    };
  });
};

/** What is tried on the endpoints of contracts/src/endpoints/ticket-structure.ts. */
export const structureCases: Readonly<Record<string, Cases>> = {
  changeParent: (situation) => [
    ...underOther(situation),
    ...onEach(LINK, () => ({ body: { parentId: null } }))(situation),
  ],
  linkTickets: onPairs,
  unlinkTickets: onPairs,
  addSubtask: onEach('subtasks', () => ({ body: { title: 'Another part' } })),
  changeSubtask: onEach('subtasks', (ticket) => ({ ...subtask(ticket), body: { title: 'The part' } })),
  completeSubtask: onEach('subtasks', subtask),
  reopenSubtask: onEach('subtasks', subtask),
  moveSubtask: onEach('subtasks', (ticket) => ({ ...subtask(ticket), body: {} })),
  removeSubtask: onEach('subtasks', subtask),
  followTicket: onEach('see tickets'),
  unfollowTicket: onEach('see tickets'),
  listComments: onEach('see tickets'),
  listCommentVersions: ({ tickets, rights }) =>
    tickets.flatMap((ticket) =>
      (['others', 'internal'] as const).map((which) => {
        const sees = rights.onTicket(ticket, 'see tickets');
        const readable = which === 'others' || rights.readsNotes(ticket.project);
        return {
          relation: `${ticket.relation}, comment: ${which}`,
          params: { id: ticket.id, commentId: ticket.comments[which] },
          expected: sees === 'done' && !readable ? 'unknown_comment' : sees,
        };
      }),
    ),
  addFollower: onEach(ASSIGN, lead),
  removeFollower: onEach(ASSIGN, lead),
};

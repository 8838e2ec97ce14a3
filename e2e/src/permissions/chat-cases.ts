import type { Case, Cases } from './cases.ts';
import type { Room } from './chat-world.ts';
import type { Rights, Verdict } from './rights.ts';
import type { Ticket } from './world.ts';

/** A group is there for those who are in it and belong to whom it is for; nobody else learns of it. */
const inGroup = (rights: Rights, { companyId, takesPart }: Room): Verdict =>
  takesPart && rights.meets(companyId) ? 'done' : 'not_found';

type Situation = Parameters<Cases>[0];
type Tried = Omit<Partial<Case>, 'relation'>;

const onGroups =
  (more: (room: Room, situation: Situation) => Tried = () => ({})): Cases =>
  (situation) =>
    (situation.world.chat.groups.get(situation.caller.name) ?? []).map((room) => {
      const { params = {}, expected, ...rest } = more(room, situation);
      const inIt = inGroup(situation.rights, room);
      return {
        relation: room.relation,
        params: { id: room.id, ...params },
        // What is not there cannot be refused for another reason.
        expected: inIt === 'done' ? (expected ?? inIt) : inIt,
        ...rest,
      };
    });

/** @param refused what whoever may do it is answered all the same */
const inTicketRooms =
  (
    deed: 'see tickets' | 'chat',
    more: (ticket: Ticket, situation: Situation) => Tried = () => ({}),
    refused: Verdict = 'done',
  ): Cases =>
  (situation) =>
    situation.tickets.map((ticket) => {
      const { params = {}, ...rest } = more(ticket, situation);
      const may = situation.rights.onTicket(ticket, deed);
      return {
        relation: `room of the ticket “${ticket.relation}”`,
        params: { id: ticket.id, ...params },
        expected: may === 'done' ? refused : may,
        ...rest,
      };
    });

const both =
  (...tried: readonly Cases[]): Cases =>
  (situation) =>
    tried.flatMap((casesOf) => casesOf(situation));

const ownIn = (ticket: Ticket, { world }: Situation) => world.chat.inTickets.get(ticket.id)?.own ?? '';
const othersIn = (ticket: Ticket, { world }: Situation) => world.chat.inTickets.get(ticket.id)?.others ?? '';

/** A file of a room is there for whoever reads the room, and in no other one. */
const onFiles = both(
  onGroups(({ messages }) => ({ params: { fileId: messages.fileId } })),
  onGroups((_, { world }) => {
    const [elsewhere] = world.chat.inTickets.values();
    return { params: { fileId: elsewhere?.fileId ?? '' }, expected: 'unknown_attachment' };
  }),
  inTicketRooms('see tickets', ({ id }, { world }) => ({
    params: { fileId: world.chat.inTickets.get(id)?.fileId ?? '' },
  })),
);
/** One that the caller sent; for whoever sends none, an id. */
const ownFile = (_: unknown, { world, caller }: Situation) => ({
  body: { fileIds: [world.uploads.get(caller.id) ?? caller.id] },
});

const reaction = encodeURIComponent('👍');
const onReaction = both(
  onGroups(({ messages }) => ({ params: { messageId: messages.others, reaction } })),
  inTicketRooms('chat', (ticket, situation) => ({
    params: { messageId: othersIn(ticket, situation), reaction },
  })),
);

/** Whoever may take part is in no room of another company, not even by being brought in. */
export const chatCases: Readonly<Record<string, Cases>> = {
  openRoom: ({ world, rights }) => {
    const { alpha, gamma } = world.companies;
    const places = [
      ['staff', null, world.extras.helper],
      ['Alpha', alpha, world.extras['employee of Alpha']],
      ['Gamma', gamma, world.extras['employee of Gamma']],
    ] as const;
    return places.flatMap(([name, companyId, member]) => {
      const may = rights.meets(companyId);
      const expected: Verdict = may ? 'done' : companyId === null ? 'company_required' : 'not_found';
      const strangers = places.filter(([other]) => other !== name).map(([, , id]) => id);
      return [
        {
          relation: `group of ${name}`,
          body: { kind: 'group', name: 'New', companyId, participantIds: [member] },
          expected,
        },
        {
          relation: `direct, in ${name}`,
          body: { kind: 'direct', companyId, participantIds: [member] },
          expected,
        },
        ...strangers.map(
          (stranger): Case => ({
            relation: `group of ${name} with somebody who is not of it`,
            body: { kind: 'group', name: 'New', companyId, participantIds: [stranger] },
            expected: may ? 'unknown_user' : expected,
          }),
        ),
      ];
    });
  },
  listRooms: () => [{ relation: '–', expected: 'done' }],
  countUnreadMessages: () => [{ relation: '–', expected: 'done' }],
  getRoom: both(onGroups(), inTicketRooms('see tickets')),
  listMessages: both(
    onGroups(),
    onGroups(({ messages }) => ({ query: `?around=${messages.others}` })),
    inTicketRooms('see tickets'),
  ),
  getRoomFile: onFiles,
  getRoomFileThumbnail: onFiles,
  renameRoom: both(
    onGroups(() => ({ body: { name: 'Renamed' } })),
    inTicketRooms('chat', () => ({ body: { name: 'Renamed' } }), 'not_a_group'),
  ),
  postMessage: both(
    onGroups(() => ({ body: { body: 'Words' } })),
    inTicketRooms('chat', () => ({ body: { body: 'Words' } })),
    onGroups(ownFile),
    inTicketRooms('chat', ownFile),
  ),
  editMessage: both(
    onGroups(({ messages }) => ({ params: { messageId: messages.own }, body: { body: 'Other words' } })),
    onGroups(({ messages }) => ({
      params: { messageId: messages.others },
      body: { body: 'Other words' },
      expected: 'forbidden',
    })),
    inTicketRooms('chat', (ticket, situation) => ({
      params: { messageId: ownIn(ticket, situation) },
      body: { body: 'Other words' },
    })),
    inTicketRooms(
      'chat',
      (ticket, situation) => ({
        params: { messageId: othersIn(ticket, situation) },
        body: { body: 'Other words' },
      }),
      'forbidden',
    ),
  ),
  addReaction: onReaction,
  removeReaction: onReaction,
  markRoomRead: both(
    onGroups(({ messages }) => ({ body: { messageId: messages.others } })),
    inTicketRooms('see tickets', (ticket, situation) => ({
      body: { messageId: othersIn(ticket, situation) },
    })),
  ),
  removeMessage: both(
    onGroups(({ messages }) => ({ params: { messageId: messages.others }, expected: 'forbidden' })),
    onGroups(({ messages }) => ({ params: { messageId: messages.own } })),
    (situation) =>
      situation.tickets.map((ticket) => ({
        relation: `room of the ticket “${ticket.relation}”, message of another`,
        params: { id: ticket.id, messageId: othersIn(ticket, situation) },
        expected: situation.rights.onTicket(ticket, 'remove comments of others'),
      })),
    inTicketRooms('chat', (ticket, situation) => ({ params: { messageId: ownIn(ticket, situation) } })),
  ),
  joinRoom: both(
    onGroups(({ otherId }) => ({ params: { userId: otherId } })),
    // Who belongs to another company than the group is for is nobody there.
    onGroups(({ companyId }, { world }) => {
      const { alpha } = world.companies;
      const stranger = companyId === alpha ? 'employee of Gamma' : 'employee of Alpha';
      return { params: { userId: world.extras[stranger] }, expected: 'unknown_user' };
    }),
    inTicketRooms('see tickets', (_, { caller }) => ({ params: { userId: caller.id } })),
    inTicketRooms(
      'see tickets',
      (_, { world }) => ({ params: { userId: world.extras.helper } }),
      'forbidden',
    ),
  ),
  leaveRoom: both(
    onGroups(({ otherId }) => ({ params: { userId: otherId }, expected: 'forbidden' })),
    inTicketRooms(
      'see tickets',
      (_, { world }) => ({ params: { userId: world.extras.helper } }),
      'forbidden',
    ),
    inTicketRooms('see tickets', (_, { caller }) => ({ params: { userId: caller.id } })),
    (situation) =>
      onGroups((_, { caller }) => ({ params: { userId: caller.id } }))(situation).filter(
        ({ relation }) => !relation.endsWith(', taking part'),
      ),
  ),
};

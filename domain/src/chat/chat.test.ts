import { DomainError, type ErrorCode } from '@ticketing/contracts/errors.ts';
import type { ChatEvent } from '@ticketing/contracts/events/event.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import { describe, expect, it } from 'vitest';
import { ids, recorded } from '../testing/given.ts';
import type { RoomCommand } from './commands.ts';
import { decideRoom, MOST_PARTICIPANTS, MOST_REACTIONS, type RoomDecisionFacts } from './decide.ts';
import { type RoomState, roomFold } from './state.ts';

const { agent, client, unknown: stranger } = ids;
const message = (number: number) => `01900000-0000-7000-9000-${String(number).padStart(12, '0')}`;
const stream = `chat-${ids.ticket}`;
type By = readonly [actorId: string, event: ChatEvent];

const fold = (...events: readonly By[]): RoomState | undefined =>
  events
    .flatMap(([actorId, event], from) => recorded(stream, [event], { actorId, from }))
    .reduce(roomFold.evolve, roomFold.initial);

/** given(events with their actors).when(command).thenHappens(events) */
function given(...events: readonly By[]) {
  const room = fold(...events);
  const at = (ticket: RoomDecisionFacts['ticket']) => ({
    when(command: RoomCommand) {
      const decide = () => decideRoom(command, room, { ticket });
      return {
        thenHappens: (...expected: readonly ChatEvent[]) => expect(decide()).toEqual(expected),
        thenRefused(code: ErrorCode) {
          expect(decide).toThrow(DomainError);
          expect(decide).toThrow(expect.objectContaining({ code }));
        },
      };
    },
  });
  return {
    room,
    ...at(undefined),
    ofTicket: (closed?: 'already_archived' | 'project_archived') => at({ id: ids.ticket, closed }),
  };
}

const opened = (kind: 'direct' | 'group' | 'ticket'): ChatEvent => ({
  type: 'ChatRoomOpened',
  data: {
    kind,
    name: kind === 'group' ? 'Gate 3' : null,
    ticketId: kind === 'ticket' ? ids.ticket : null,
    companyId: null,
  },
});
const joined = (userId: string): ChatEvent => ({ type: 'ParticipantJoined', data: { userId } });
const left = (userId: string): ChatEvent => ({ type: 'ParticipantLeft', data: { userId } });
const posted = (messageId: string, body = 'Words'): ChatEvent => ({
  type: 'MessagePosted',
  data: { messageId, body, replyToId: null, files: [] },
});
const post = (messageId: string, more: Partial<Extract<RoomCommand, { type: 'PostMessage' }>> = {}) =>
  ({
    type: 'PostMessage',
    messageId,
    authorId: agent,
    body: 'Words',
    replyToId: null,
    files: [],
    ...more,
  }) as const;

/** A group that the agent opened, with the client in it; each wrote one message. */
const group: readonly By[] = [
  [agent, opened('group')],
  [agent, joined(agent)],
  [agent, joined(client)],
  [agent, posted(message(1))],
  [client, posted(message(2))],
];
const direct: readonly By[] = [
  [agent, opened('direct')],
  [agent, joined(agent)],
  [agent, joined(client)],
];

describe('opening a room', () => {
  const open = {
    type: 'OpenRoom',
    kind: 'group',
    name: 'Gate 3',
    companyId: null,
    participantIds: [agent, client, agent],
  } as const;
  it('brings in everybody once', () =>
    given().when(open).thenHappens(opened('group'), joined(agent), joined(client)));
  it('that is open already does nothing', () =>
    given(...direct)
      .when({ ...open, kind: 'direct', name: null })
      .thenHappens());
  it('for more people than a room takes is refused', () => {
    const participantIds = Array.from({ length: MOST_PARTICIPANTS + 1 }, (_, index) => message(index));
    given()
      .when({ ...open, participantIds })
      .thenRefused('room_full');
  });
});

describe('who takes part', () => {
  it('participants of a group bring in others, who are in it once', () => {
    const join = { type: 'JoinRoom', actorId: client } as const;
    given(...group)
      .when({ ...join, userId: stranger })
      .thenHappens(joined(stranger));
    given(...group)
      .when({ ...join, userId: agent })
      .thenHappens();
  });
  it('everybody leaves a group by themselves, and only its opener removes others', () => {
    const leave = { type: 'LeaveRoom' } as const;
    given(...group)
      .when({ ...leave, userId: client, actorId: client })
      .thenHappens(left(client));
    given(...group)
      .when({ ...leave, userId: client, actorId: agent })
      .thenHappens(left(client));
    given(...group)
      .when({ ...leave, userId: agent, actorId: client })
      .thenRefused('forbidden');
  });
  it('two people stay in their direct room, which has no name either', () => {
    given(...direct)
      .when({ type: 'LeaveRoom', userId: agent, actorId: agent })
      .thenRefused('not_a_group');
    given(...direct)
      .when({ type: 'JoinRoom', userId: stranger, actorId: agent })
      .thenRefused('not_a_group');
    given(...direct)
      .when({ type: 'RenameRoom', name: 'Two' })
      .thenRefused('not_a_group');
  });
  it('nobody brings anybody into a ticket’s room but themselves', () => {
    given()
      .ofTicket()
      .when({ type: 'JoinRoom', userId: client, actorId: client })
      .thenHappens(opened('ticket'), joined(client));
    given().ofTicket().when({ type: 'JoinRoom', userId: client, actorId: agent }).thenRefused('forbidden');
  });
});

describe('the room of a ticket', () => {
  const settle = (...concernedIds: string[]) => ({ type: 'SettleTicketRoom', concernedIds }) as const;
  it('opens with the first who is concerned, and not for nobody', () => {
    given()
      .ofTicket()
      .when(settle(agent, client))
      .thenHappens(opened('ticket'), joined(agent), joined(client));
    given().ofTicket().when(settle()).thenHappens();
  });
  it('opens with the first message, whose author takes part', () =>
    given()
      .ofTicket()
      .when(post(message(1)))
      .thenHappens(opened('ticket'), joined(agent), posted(message(1))));
  it('is not there where there is no ticket', () =>
    given()
      .when(post(message(1)))
      .thenRefused('not_found'));
  it('lets go of whom it brought in and who is nothing to the ticket any more', () =>
    given([SYSTEM_ACTOR, opened('ticket')], [SYSTEM_ACTOR, joined(agent)], [SYSTEM_ACTOR, joined(client)])
      .ofTicket()
      .when(settle(client))
      .thenHappens(left(agent)));
  it('keeps who came by themselves', () =>
    given([agent, opened('ticket')], [agent, joined(agent)])
      .ofTicket()
      .when(settle())
      .thenHappens());
  it('does not bring back who left by themselves, until they come back', () => {
    const gone: readonly By[] = [
      [SYSTEM_ACTOR, opened('ticket')],
      [SYSTEM_ACTOR, joined(agent)],
      [agent, left(agent)],
    ];
    given(...gone)
      .ofTicket()
      .when(settle(agent))
      .thenHappens();
    given(...gone)
      .ofTicket()
      .when({ type: 'JoinRoom', userId: agent, actorId: agent })
      .thenHappens(joined(agent));
  });
  it('brings back whom the system itself had let go of', () =>
    given([SYSTEM_ACTOR, opened('ticket')], [SYSTEM_ACTOR, joined(agent)], [SYSTEM_ACTOR, left(agent)])
      .ofTicket()
      .when(settle(agent))
      .thenHappens(joined(agent)));
  it('takes no words while the ticket’s project is put away', () =>
    given(...group)
      .ofTicket('project_archived')
      .when(post(message(3)))
      .thenRefused('project_archived'));
  it('takes no words, edits or reactions once the ticket is archived, but read marks and people', () => {
    const room = given(...group).ofTicket('already_archived');
    const own = { messageId: message(1), actorId: agent };
    room.when(post(message(3))).thenRefused('already_archived');
    room.when({ type: 'EditMessage', ...own, body: 'Other' }).thenRefused('already_archived');
    room.when({ type: 'RemoveMessage', ...own, moderates: true }).thenRefused('already_archived');
    room.when({ type: 'AddReaction', ...own, reaction: '👍' }).thenRefused('already_archived');
    room
      .when({ type: 'ReadRoom', messageId: message(2), userId: agent })
      .thenHappens({ type: 'RoomRead', data: { messageId: message(2) } });
  });
});

describe('messages', () => {
  it('without words or files are refused, whatever blanks they are made of', () => {
    for (const body of ['', '  \n', '\u200b\u2060']) {
      given(...group)
        .when(post(message(3), { body }))
        .thenRefused('empty_message');
      given(...group)
        .when({ type: 'EditMessage', messageId: message(1), actorId: agent, body })
        .thenRefused('empty_message');
    }
  });
  it('may be a file alone', () => {
    const file = {
      fileId: ids.comment,
      name: 'photo.png',
      contentType: 'image/png',
      size: 1,
      digest: 'a'.repeat(64),
    };
    given(...group)
      .when(post(message(3), { body: '', files: [file] }))
      .thenHappens({
        type: 'MessagePosted',
        data: { messageId: message(3), body: '', replyToId: null, files: [file] },
      });
  });
  it('are posted once, however often they are sent', () =>
    given(...group)
      .when(post(message(1)))
      .thenHappens());
  it('answer messages that are there', () => {
    given(...group)
      .when(post(message(3), { replyToId: message(9) }))
      .thenRefused('unknown_message');
    given(...group, [client, { type: 'MessageRemoved', data: { messageId: message(2) } }])
      .when(post(message(3), { replyToId: message(2) }))
      .thenRefused('unknown_message');
  });
  it('are changed by their author alone', () => {
    const edit = { type: 'EditMessage', body: 'Other', messageId: message(2) } as const;
    given(...group)
      .when({ ...edit, actorId: client })
      .thenHappens({ type: 'MessageEdited', data: { messageId: message(2), body: 'Other' } });
    given(...group)
      .when({ ...edit, actorId: agent })
      .thenRefused('forbidden');
  });
  it('are removed by their author or a moderator, once, and are not changed after that', () => {
    const remove = { type: 'RemoveMessage', messageId: message(2) } as const;
    const removed: ChatEvent = { type: 'MessageRemoved', data: { messageId: message(2) } };
    given(...group)
      .when({ ...remove, actorId: client, moderates: false })
      .thenHappens(removed);
    given(...group)
      .when({ ...remove, actorId: agent, moderates: true })
      .thenHappens(removed);
    given(...group)
      .when({ ...remove, actorId: agent, moderates: false })
      .thenRefused('forbidden');
    const after = given(...group, [client, removed]);
    after.when({ ...remove, actorId: client, moderates: false }).thenHappens();
    after
      .when({ type: 'EditMessage', messageId: message(2), actorId: client, body: 'Back' })
      .thenRefused('unknown_message');
    after
      .when({ type: 'AddReaction', messageId: message(2), actorId: agent, reaction: '👍' })
      .thenRefused('unknown_message');
  });
});

describe('reactions', () => {
  const react = { messageId: message(2), actorId: agent, reaction: '👍' } as const;
  const added: ChatEvent = { type: 'ReactionAdded', data: { messageId: message(2), reaction: '👍' } };
  it('are one of a kind for each person, and taken back by that person alone', () => {
    given(...group)
      .when({ type: 'AddReaction', ...react })
      .thenHappens(added);
    const after = given(...group, [agent, added]);
    after.when({ type: 'AddReaction', ...react }).thenHappens();
    after.when({ type: 'AddReaction', ...react, actorId: client }).thenHappens(added);
    after.when({ type: 'RemoveReaction', ...react, actorId: client }).thenHappens();
    after
      .when({ type: 'RemoveReaction', ...react })
      .thenHappens({ type: 'ReactionRemoved', data: { messageId: message(2), reaction: '👍' } });
  });
  it('to one message are not endlessly different', () => {
    const many = Array.from({ length: MOST_REACTIONS }, (_, index): By => {
      const reaction = String.fromCodePoint(0x1f600 + index);
      return [agent, { type: 'ReactionAdded', data: { messageId: message(2), reaction } }];
    });
    const full = given(...group, ...many);
    full.when({ type: 'AddReaction', ...react }).thenRefused('too_many_reactions');
    full
      .when({ type: 'AddReaction', ...react, actorId: client, reaction: '\u{1f600}' })
      .thenHappens({ type: 'ReactionAdded', data: { messageId: message(2), reaction: '\u{1f600}' } });
  });
});

describe('read marks', () => {
  const read = (messageId: string, userId: string) => ({ type: 'ReadRoom', messageId, userId }) as const;
  const happened = (number: number): ChatEvent => ({
    type: 'RoomRead',
    data: { messageId: message(number) },
  });
  it('go forward only', () => {
    const room = given(...group, [client, posted(message(3))], [agent, happened(2)]);
    room.when(read(message(1), agent)).thenHappens();
    room.when(read(message(2), agent)).thenHappens();
    room.when(read(message(3), agent)).thenHappens(happened(3));
  });
  it('stand at one’s own message once it is written', () =>
    given(...group)
      .when(read(message(1), client))
      .thenHappens());
  it('are not kept of who only looks in', () =>
    given(...group)
      .when(read(message(1), stranger))
      .thenHappens());
  it('are of messages that are there', () =>
    given(...group)
      .when(read(message(9), agent))
      .thenRefused('unknown_message'));
});

describe('a room of 100,000 messages', () => {
  it('is folded in a time that does not grow with the square of them, and knows the first and the last', () => {
    const [open] = recorded(stream, [opened('group')]);
    const [one] = recorded(stream, [posted(message(0))]);
    if (!open || !one) throw new Error('recorded gives each event back');
    let room = roomFold.evolve(undefined, open);
    const started = performance.now();
    for (let index = 0; index < 100_000; index++) {
      const event: ChatEvent = posted(message(index));
      room = roomFold.evolve(room, { ...one, ...event });
    }
    // Some 100 ms; copying every message for each would take minutes.
    expect(performance.now() - started).toBeLessThan(10_000);
    const edit = (index: number) =>
      decideRoom({ type: 'EditMessage', messageId: message(index), actorId: agent, body: 'New' }, room, {
        ticket: undefined,
      });
    expect(edit(0)).toHaveLength(1);
    expect(edit(99_999)).toHaveLength(1);
    expect(() => edit(100_000)).toThrow(expect.objectContaining({ code: 'unknown_message' }));
  });
});

import type { Application } from '@ticketing/command-api/application.ts';
import { openRoom } from '@ticketing/command-api/chat/open-room.ts';
import { commandRoom } from '@ticketing/command-api/chat/room-command.ts';
import { systemCommand } from '@ticketing/command-api/users/found-superuser.ts';
import { SYSTEM_ACTOR } from '@ticketing/contracts/events/metadata.ts';
import type { MessageFile } from '@ticketing/domain/chat/commands.ts';
import { newId } from '@ticketing/platform/ids.ts';
import type { Caller, Extra, Ticket } from './world.ts';

/** Messages in a room: the caller's own, and one of somebody else that a file came with. */
export type Messages = { readonly own: string; readonly others: string; readonly fileId: string };

/** A group made for one caller. */
export type Room = {
  readonly relation: string;
  readonly id: string;
  readonly companyId: string | null;
  /** The caller is among its participants, whether or not they may meet there. */
  readonly takesPart: boolean;
  /** Nothing that is tried makes them leave: what lists and channels are compared by afterwards. */
  readonly staysIn: boolean;
  /** Somebody who may meet there. */
  readonly otherId: string;
  readonly messages: Messages;
};

export type ChatWorld = {
  /** Caller's name → the groups made for them. */
  readonly groups: ReadonlyMap<string, readonly Room[]>;
  /** Ticket's id → the messages in its room. */
  readonly inTickets: ReadonlyMap<string, Messages>;
};

/** For each caller groups of staff, of Alpha and of Gamma, with and without them; and words in every ticket's room. */
export async function chatWorld(
  app: Application,
  callers: readonly Caller[],
  tickets: ReadonlyMap<string, readonly Ticket[]>,
  extras: Readonly<Record<Extra, string>>,
  companies: { readonly alpha: string; readonly gamma: string },
  uploaded: Omit<MessageFile, 'fileId'>,
): Promise<ChatWorld> {
  const by = (actorId: string, command: string) => ({ ...systemCommand(command), actorId });
  const write = async (roomId: string, authorId: string, ...fileIds: string[]): Promise<string> => {
    const messageId = newId();
    await commandRoom(app, by(authorId, 'PostMessage'), roomId, [], {
      type: 'PostMessage',
      messageId,
      authorId,
      body: 'Words',
      replyToId: null,
      files: fileIds.map((fileId) => ({ ...uploaded, fileId })),
    });
    return messageId;
  };
  const leave = (roomId: string, userId: string) =>
    commandRoom(app, by(userId, 'LeaveRoom'), roomId, [], { type: 'LeaveRoom', userId, actorId: userId });

  const groupsFor = (caller: Caller): Promise<Room[]> =>
    Promise.all(
      (
        [
          ['of staff', null, extras.lead],
          ['of Alpha', companies.alpha, extras['employee of Alpha']],
          ['of Gamma', companies.gamma, extras['employee of Gamma']],
        ] as const
      ).flatMap(([name, companyId, otherId]) =>
        (name === 'of Alpha'
          ? (['taking part', 'taking part and leaving', 'having left'] as const)
          : (['taking part', 'having left'] as const)
        ).map(async (how): Promise<Room> => {
          const takesPart = how !== 'having left';
          const { id } = await openRoom(app, by(otherId, 'OpenRoom'), {
            kind: 'group',
            name,
            participantIds: [],
            companyId,
          });
          const fileId = newId();
          const others = await write(id, otherId, fileId);
          // As the system lets it: whether they may meet there is asked when they come.
          const join = { type: 'JoinRoom', userId: caller.id, actorId: SYSTEM_ACTOR } as const;
          await commandRoom(app, systemCommand('JoinRoom'), id, [], join);
          const own = await write(id, caller.id);
          if (!takesPart) await leave(id, caller.id);
          const relation = `group ${name}, ${how}`;
          return {
            relation,
            id,
            companyId,
            takesPart,
            staysIn: how === 'taking part',
            otherId,
            messages: { own, others, fileId },
          };
        }),
      ),
    );

  const groups = new Map(
    await Promise.all(callers.map(async (caller) => [caller.name, await groupsFor(caller)] as const)),
  );
  const inTickets = new Map<string, Messages>();
  await Promise.all(
    callers.flatMap((caller) =>
      (tickets.get(caller.name) ?? []).map(async ({ id }) => {
        const fileId = newId();
        const others = await write(id, extras.lead, fileId);
        const own = await write(id, caller.id);
        inTickets.set(id, { own, others, fileId });
      }),
    ),
  );
  return { groups, inTickets };
}

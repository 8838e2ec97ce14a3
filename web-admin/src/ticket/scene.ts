import type { TicketView } from '@ticketing/contracts/views.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import type { FileAddresses } from '@ticketing/web-kit/uploads/attachments.ts';
import { createContext, useContext } from 'react';
import type { PeopleById } from '../shell/avatar.tsx';

/** What every part of a ticket's screen needs. */
export type TicketScene = {
  readonly ticket: TicketView;
  /** The instant that is looked back at, in milliseconds; null in the present. */
  readonly at: number | null;
  readonly people: PeopleById;
  readonly commands: TicketCommands;
  readonly files: FileAddresses;
  /** Whether the person may do something here and now, by the policy's action name: nothing in the past or the archive. */
  readonly may: (action: string) => boolean;
  readonly nameOf: (userId: string) => string;
  /** Remembers somebody who was found by searching, until the ticket itself knows of them. */
  readonly meet: (person: { readonly id: string; readonly displayName: string }) => void;
  /** Tells what was changed, with its undo where there is one. */
  readonly changed: (words: string, undo?: () => void) => void;
  /** Focus goes back to the ticket, so that its keys work again. */
  readonly leaveField: () => void;
};

export const SceneContext = createContext<TicketScene | null>(null);

export function useScene(): TicketScene {
  const scene = useContext(SceneContext);
  if (scene === null) throw new Error('useScene is for what stands inside a ticket');
  return scene;
}

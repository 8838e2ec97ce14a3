import type { TicketView } from '@ticketing/contracts/views.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import { useFileAddresses } from '@ticketing/web-kit/uploads/attachments.ts';
import { type ReactNode, type RefObject, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { byId } from '../shell/avatar.tsx';
import { useToast } from '../shell/toasts.tsx';
import { SceneContext, type TicketScene } from './scene.ts';

/** Gives the parts of a ticket's screen what they need. @param at milliseconds; null in the present */
export function TicketSceneProvider(props: {
  ticket: TicketView;
  at: number | null;
  commands: TicketCommands;
  root: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const { ticket, at, commands, root } = props;
  const { t } = useTranslation();
  const toast = useToast();
  const people = useMemo(() => byId(ticket.people), [ticket.people]);
  const met = useRef(new Map<string, string>());
  const until = at === null ? undefined : new Date(at).toISOString();
  const files = useFileAddresses(ticket.id, ticket.attachments, until);
  const scene = useMemo(
    (): TicketScene => ({
      ticket,
      at,
      people,
      commands,
      files,
      may: (action) => at === null && !ticket.archived && ticket.allowed.includes(action),
      nameOf: (userId) => people.get(userId)?.displayName ?? met.current.get(userId) ?? t('person.unknown'),
      meet: ({ id, displayName }) => met.current.set(id, displayName),
      changed: (text, undo) =>
        toast(undo === undefined ? { text } : { text, action: { label: t('board.undo'), run: undo } }),
      leaveField: () => root.current?.focus({ preventScroll: true }),
    }),
    [ticket, at, people, commands, files, toast, t, root],
  );
  return <SceneContext value={scene}>{props.children}</SceneContext>;
}

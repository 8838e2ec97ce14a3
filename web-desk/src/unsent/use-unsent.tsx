import type { CommentView } from '@ticketing/contracts/views.ts';
import { newCommandId } from '@ticketing/web-kit/command-id.ts';
import { forgetSeen } from '@ticketing/web-kit/forget-seen.ts';
import { type Kit, useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { readStored, writeStored } from '@ticketing/web-kit/stored-value.ts';
import { historyKey, ticketKey } from '@ticketing/web-kit/ticket.ts';
import { forgetLetter, forgetOtherLetters } from '@ticketing/web-kit/uploads/chosen-files.ts';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { type Delivered, deliver, type Letter } from './letter.ts';
import { Unsent } from './unsent.ts';

/** Milliseconds that a frame may take before the ticket is read again. */
const FRAME_DUE = 4_000;

const storageKey = (userId: string): string => `ticketing.desk.unsent.${userId}`;

/** Where a message stands in its ticket until the server's own comes. */
export const pendingCommentId = (letterId: string): string => `new-${letterId}`;

function unsentOf(kit: Kit, userId: string): Unsent {
  const key = storageKey(userId);
  const unsent = new Unsent({
    store: { read: () => readStored(key), write: (text) => writeStored(key, text) },
    send: (letter) => {
      showInTicket(kit, userId, letter);
      return deliver(kit.api, letter);
    },
    // Without locks (an old browser, a page without TLS) the server's memory of the key keeps the promise.
    inTurn: (work) => (navigator.locks === undefined ? work() : navigator.locks.request(key, work)),
    newId: () => newCommandId(),
    now: () => new Date(),
    later: (work, milliseconds) => setTimeout(work, milliseconds),
    onGiven: (letter) => showInTicket(kit, userId, letter),
    onDelivered: (letter, delivered) => {
      void forgetLetter(userId, letter.id);
      heard(kit, letter, delivered);
    },
    onRefused: (letter, error) => {
      kit.pending.remove(letter.id);
      if (letter.errand.kind !== 'ask' && (error.status === 404 || error.status === 409)) {
        void kit.queries.invalidateQueries({ queryKey: ticketKey(letter.errand.ticketId) });
      }
    },
  });
  return unsent;
}

/** A message stands in the conversation as soon as it is given. */
function showInTicket(kit: Kit, userId: string, { id, at, errand }: Letter): void {
  if (errand.kind !== 'message' || kit.pending.list.some(({ commandId }) => commandId === id)) return;
  const comment: CommentView = {
    id: pendingCommentId(id),
    ticketId: errand.ticketId,
    authorId: userId,
    body: errand.body,
    visibility: 'public',
    postedAt: at,
    editedAt: null,
  };
  kit.pending.add(id, { kind: 'comment', ticketId: errand.ticketId, comment });
}

/** Another tab has given letters, sent them or taken them back: the conversations show what is still on its way. */
function showInTickets(kit: Kit, userId: string, letters: readonly Letter[]): void {
  const underWay = letters.filter(({ refusal }) => refusal === undefined);
  for (const letter of underWay) showInTicket(kit, userId, letter);
  for (const { commandId, intent, answer } of kit.pending.list) {
    if (intent.kind !== 'comment' || intent.comment.id !== pendingCommentId(commandId)) continue;
    if (answer !== undefined || underWay.some(({ id }) => id === commandId)) continue;
    kit.pending.remove(commandId);
    if (kit.live.status !== 'online')
      void kit.queries.invalidateQueries({ queryKey: ticketKey(intent.ticketId) });
  }
}

function heard(kit: Kit, { id, errand }: Letter, { ticketId, ...answer }: Delivered): void {
  kit.pending.acknowledge(id, { id: ticketId, ...answer });
  void kit.queries.invalidateQueries({ queryKey: ['tickets'] });
  const readAgain = () => {
    void kit.queries.invalidateQueries({ queryKey: ticketKey(ticketId) });
    void kit.queries.invalidateQueries({ queryKey: historyKey(ticketId) });
  };
  // A review changes what one may do next, which no frame tells.
  if (errand.kind === 'accept' || errand.kind === 'reject') readAgain();
  else if (errand.kind === 'message')
    setTimeout(() => kit.live.status !== 'online' && readAgain(), FRAME_DUE);
  forgetSeen(kit.queries, [ticketKey(ticketId)], { commandId: id, position: answer.position }, () =>
    kit.pending.remove(id),
  );
}

const UnsentContext = createContext<Unsent | null>(null);

/** What one person's letters need while that person is signed in: they go whenever there is a connection. */
export function UnsentProvider({ children }: { readonly children: ReactNode }) {
  const kit = useKit();
  const me = useMe();
  const [{ unsent, userId }, setUnsent] = useState(() => ({ unsent: unsentOf(kit, me.id), userId: me.id }));
  if (userId !== me.id) setUnsent({ unsent: unsentOf(kit, me.id), userId: me.id });

  useEffect(() => {
    showInTickets(kit, userId, unsent.letters);
    void forgetOtherLetters(
      userId,
      unsent.letters.map(({ id }) => id),
    );
    const send = () => void unsent.sendAll();
    const fromOtherTab = ({ key }: StorageEvent) => {
      if (key !== storageKey(userId)) return;
      unsent.lookAgain();
      showInTickets(kit, userId, unsent.letters);
    };
    send();
    window.addEventListener('online', send);
    window.addEventListener('storage', fromOtherTab);
    const stop = kit.live.onStatus(() => kit.live.status === 'online' && send());
    return () => {
      window.removeEventListener('online', send);
      window.removeEventListener('storage', fromOtherTab);
      stop();
    };
  }, [kit, unsent, userId]);

  return <UnsentContext value={unsent}>{children}</UnsentContext>;
}

export function useUnsent(): Unsent {
  const unsent = useContext(UnsentContext);
  if (unsent === null) throw new Error('useUnsent needs an UnsentProvider around it');
  return unsent;
}

/** Throws a letter away, with the files that waited with it. */
export function useDiscard(): (letterId: string) => void {
  const unsent = useUnsent();
  const me = useMe();
  return (letterId) => {
    unsent.takeBack(letterId);
    void forgetLetter(me.id, letterId);
  };
}

export function useLetters(): readonly Letter[] {
  const unsent = useUnsent();
  return useSyncExternalStore(unsent.subscribe, () => unsent.letters);
}

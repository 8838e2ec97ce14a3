import type { ResponseOf } from '@ticketing/contracts/endpoints/endpoint.ts';
import type { changeManyTickets } from '@ticketing/contracts/endpoints/tickets.ts';
import { ApiError, type ApiErrorCode, isErrorCode } from '../api-error.ts';
import { SomebodyElse } from '../delivery.ts';
import { forgetSeen } from '../forget-seen.ts';
import { type Kit, tellRefusal } from '../kit.tsx';
import type { Answer } from '../pending-commands.ts';
import { ticketKey } from '../ticket.ts';
import type { ManyIntent } from './intents.ts';
import { partId, partsOf } from './many-tickets.ts';

/** Milliseconds that the frames may take before the boards are read again. */
const FRAMES_DUE = 4_000;

export type ManyAnswer = ResponseOf<typeof changeManyTickets>;

export type ManyOutcome = {
  readonly done: readonly string[];
  /** The tickets that refused, with the code of why. */
  readonly refused: readonly { readonly id: string; readonly code: string }[];
};

const nothing: ManyOutcome = { done: [], refused: [] };

type Sent = { readonly commandId: string; readonly intent: ManyIntent };

/**
 * Shows a change of many tickets and sends it when everything before it on each of them is through. Tickets that refuse go
 * back to what they were. What was refused after it had waited is told by the kept commands; a request that does not get
 * through at once, by the kit's `refusals`.
 *
 * @param resumed whether it was given on an earlier page
 * @param onWait called when it could not be sent at once
 */
export async function dispatchMany(
  kit: Kit,
  myId: string,
  { commandId, intent }: Sent,
  resumed: boolean,
  send: () => Promise<ManyAnswer>,
  onWait?: () => void,
): Promise<ManyOutcome> {
  let waited = resumed;
  const parts = partsOf(commandId, intent);
  const takeBack = () => kit.pending.settleMany(new Map(parts.map((part) => [part.commandId, null])));
  kit.pending.addMany(parts, [commandId]);
  // One request after the other: any of them may take the server a while.
  const lanes = ['many', ...intent.tickets.map(({ id }) => `ticket ${id}`)];
  try {
    const { results, position } = await kit.delivery.run(lanes, send, {
      kept: kit.kept !== null,
      onWait: () => {
        if (!waited) onWait?.();
        waited = true;
      },
    });
    const answers = new Map<string, Answer | null>();
    const done: string[] = [];
    const refused: { id: string; code: string }[] = [];
    for (const result of results) {
      if (result.ok) done.push(result.id);
      else refused.push({ id: result.id, code: result.code });
      answers.set(partId(commandId, result.id), result.ok ? result : null);
    }
    kit.pending.settleMany(answers);
    if (waited) kit.kept?.refuseParts(myId, commandId, refusedParts(intent, refused, neverDone(kit, intent)));
    else kit.kept?.drop(myId, commandId);
    void kit.queries.invalidateQueries({ queryKey: ['tickets'] });
    setTimeout(() => {
      if (kit.live.status !== 'online') void kit.queries.invalidateQueries({ queryKey: ['board'] });
    }, FRAMES_DUE);
    if (position !== null) {
      const keys = [['board'], ...done.map((id) => ticketKey(id))];
      forgetSeen(kit.queries, keys, { commandId, position }, takeBack);
    }
    return { done, refused };
  } catch (error) {
    takeBack();
    // It stays on the device for the person who gave it; nobody is there to be told what became of it.
    if (error instanceof SomebodyElse) return new Promise(() => undefined);
    const refusal = error instanceof ApiError ? error : new ApiError('internal', 0, String(error));
    if (waited && kit.kept !== null) kit.kept.refuse(myId, commandId, refusal.code);
    else {
      kit.kept?.drop(myId, commandId);
      tellRefusal(kit, refusal);
    }
    return nothing;
  }
}

/**
 * The refused tickets by their reason.
 * @param known ids of those that need not be told of
 */
export function refusedParts(
  intent: ManyIntent,
  refused: ManyOutcome['refused'],
  known: ReadonlySet<string>,
): readonly { readonly intent: ManyIntent; readonly refusal: ApiErrorCode }[] {
  const told = refused.filter(({ id }) => !known.has(id));
  return [...new Set(told.map(({ code }) => code))].map((code) => {
    const ids = new Set(told.filter((each) => each.code === code).map(({ id }) => id));
    return {
      refusal: isErrorCode(code) ? code : 'internal',
      intent: { ...intent, tickets: intent.tickets.filter(({ id }) => ids.has(id)) },
    };
  });
}

/** Tickets of which it is told already that what is taken back was never done to them. */
function neverDone({ kept }: Kit, { undoes = [] }: ManyIntent): ReadonlySet<string> {
  const ofUndone = (kept?.refused ?? []).filter(({ commandId }) =>
    undoes.some((undone) => commandId === undone || commandId.startsWith(`${undone}/`)),
  );
  return new Set(
    ofUndone.flatMap(({ intent }) => (intent.kind === 'many' ? intent.tickets.map(({ id }) => id) : [])),
  );
}

import type { CommandAnswer } from '@ticketing/contracts/endpoints/endpoint.ts';
import { ApiError } from '../api-error.ts';
import { boardKey } from '../board.ts';
import { newCommandId } from '../command-id.ts';
import { SomebodyElse } from '../delivery.ts';
import { forgetSeen } from '../forget-seen.ts';
import { type Kit, tellRefusal } from '../kit.tsx';
import type { Answer, Known } from '../pending-commands.ts';
import { ticketKey } from '../ticket.ts';
import { forgetFiles, forgetLetter } from '../uploads/chosen-files.ts';
import { sendKeptFiles } from '../uploads/send-kept-files.ts';
import { knownKey } from './about.ts';
import type { Intent } from './intents.ts';
import type { KeptCommand } from './kept-commands.ts';
import type { CommandRequest } from './request.ts';
import { dispatchMany, type ManyAnswer } from './run-many.ts';
import { putWordsBack } from './words-back.ts';

/** Milliseconds that a frame may take before the screens concerned are read again. */
const FRAME_DUE = 4_000;

/** The answer, or null when it was refused: then it has been taken back and told to the kit's `refusals`. */
export type Outcome<A extends CommandAnswer = CommandAnswer> = Promise<A | null>;

export type RunCommand = <A extends Answer>(
  intent: Intent,
  projectId: string | undefined,
  request: CommandRequest<A>,
  options?: RunOptions,
) => Outcome<A>;

export type RunOptions = {
  /** Where somebody else must know it too. */
  readonly commandId?: string;
  /** Keys of files that the device keeps and that go with it. */
  readonly files?: readonly string[];
  /** Called once when the server is away: from then on it waits on the device. */
  readonly onWait?: () => void;
  /** Is told of what is refused at once, instead of the kit's `refusals`. */
  readonly onRefused?: (refusal: ApiError) => void;
};

/**
 * Shows what a command will do, sends it, and takes it back when it is refused. While the server is away it waits in the
 * order of its ticket (`Delivery`): a second move never overtakes the first. Until it is answered it is kept on the device
 * (`KeptCommands`), where the app keeps any.
 *
 * @param myId of the person who is signed in
 */
export function commandRunner(kit: Kit, myId: () => string): RunCommand {
  return async <A extends Answer>(
    intent: Intent,
    projectId: string | undefined,
    request: CommandRequest<A>,
    options: RunOptions = {},
  ): Outcome<A> => {
    const { files = [], commandId = newCommandId() } = options;
    const command = {
      commandId,
      intent,
      projectId: projectId ?? null,
      about: knownKey(kit.queries, intent),
      request: files.length === 0 ? request.kept : { ...request.kept, files },
    };
    kit.kept?.keep(myId(), command);
    const send =
      files.length === 0
        ? () => request.send(commandId)
        : // The endpoint of the request answers so.
          async () => (await sendKept(kit, myId(), command)) as A;
    return dispatch(kit, myId(), command, false, send, options);
  };
}

/** Takes up what an earlier page of the person left unsent. @returns what ends that */
export function resumeCommands(kit: Kit, myId: string): () => void {
  return (
    kit.kept?.follow(myId, (command) => {
      const { commandId, intent, projectId } = command;
      const send = () => sendKept(kit, myId, command);
      if (intent.kind === 'many') {
        // What was kept with this intent was sent to that endpoint.
        const answer = async () => (await send()) as ManyAnswer;
        void dispatchMany(kit, myId, { commandId, intent }, true, answer);
        return;
      }
      // Every command on a ticket answers so.
      const answer = async () => (await send()) as Answer;
      void dispatch(kit, myId, { commandId, intent, projectId }, true, answer).then((made) => {
        if (made === null) putWordsBack(myId, intent);
      });
    }) ?? (() => undefined)
  );
}

/** Sends a command as it is kept, after the files that go with it. */
async function sendKept(
  { api }: Kit,
  myId: string,
  { commandId, request }: Pick<KeptCommand, 'commandId' | 'request'>,
): Promise<unknown> {
  const { route, params, body, files = [] } = request;
  if (files.length === 0) return api.command(route, { params, body, commandId });
  const fileIds = await sendKeptFiles(api, files);
  const answer = await api.command(route, { params, body: withFiles(body, fileIds), commandId });
  void forgetLetter(myId, commandId);
  // The page that gave it may have been closed before it put them with the letter.
  void forgetFiles(files);
  return answer;
}

/** A body with these files besides those that it names. */
function withFiles(body: unknown, fileIds: readonly string[]): unknown {
  const named: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'fileIds') : undefined;
  return { ...(body as object), fileIds: [...(Array.isArray(named) ? named : []), ...fileIds] };
}

type Sent = Pick<KeptCommand, 'commandId' | 'projectId'> & { readonly intent: Intent };

/** @param resumed whether it was given on an earlier page */
async function dispatch<A extends Answer>(
  kit: Kit,
  myId: string,
  { commandId, intent, projectId }: Sent,
  resumed: boolean,
  send: () => Promise<A>,
  { onWait, onRefused }: RunOptions = {},
): Outcome<A> {
  const lane = intent.kind === 'open' ? commandId : intent.ticketId;
  let waited = resumed;
  kit.pending.add(commandId, intent);
  try {
    const answer = await kit.delivery.run(`ticket ${lane}`, send, {
      kept: kit.kept !== null,
      onWait: () => {
        if (!waited) onWait?.();
        waited = true;
      },
    });
    kit.kept?.drop(myId, commandId);
    kit.pending.acknowledge(commandId, answer);
    refreshLists(kit);
    // A link may stand in the other ticket's stream; the screens that wait are those of the one that was changed.
    const ticketId = intent.kind === 'open' ? answer.id : intent.ticketId;
    setTimeout(() => refreshIfWaiting(kit, commandId, ticketId, projectId ?? undefined), FRAME_DUE);
    forgetSeen(kit.queries, [['board'], ticketKey(ticketId)], { commandId, position: answer.position }, () =>
      kit.pending.remove(commandId),
    );
    return answer;
  } catch (error) {
    kit.pending.remove(commandId);
    // It stays on the device for the person who gave it; nobody is there to be told what became of it.
    if (error instanceof SomebodyElse) return new Promise(() => undefined);
    const refusal = error instanceof ApiError ? error : new ApiError('internal', 0, String(error));
    // Whoever gave it may be elsewhere by now: it is told until they have seen it.
    if (waited && kit.kept !== null) kit.kept.refuse(myId, commandId, refusal.code);
    else {
      kit.kept?.drop(myId, commandId);
      if (onRefused) onRefused(refusal);
      else tellRefusal(kit, refusal);
    }
    // What was refused may have been decided on something old: look again.
    if (refusal.status === 404 || refusal.status === 409) {
      refreshScreens(kit, lane, projectId ?? undefined);
      // A new ticket is offered the columns of its project as they are now.
      if (intent.kind === 'open') void kit.queries.invalidateQueries({ queryKey: ['projects'] });
    }
    return null;
  }
}

/** Lists have no frames of their own; they are read again when they are looked at. */
function refreshLists(kit: Kit): void {
  void kit.queries.invalidateQueries({ queryKey: ['tickets'] });
}

/** No frame came, as when the socket is down: read the screens that show the ticket. */
function refreshIfWaiting(
  kit: Kit,
  commandId: string,
  ticketId: string,
  projectId: string | undefined,
): void {
  if (kit.live.status === 'online' && hasArrived(kit, commandId, ticketId)) return;
  refreshScreens(kit, ticketId, projectId);
}

/** Whether every screen that could show the command has heard of it. */
function hasArrived(kit: Kit, commandId: string, ticketId: string): boolean {
  const boards = kit.queries.getQueriesData<Known>({ queryKey: ['board'], type: 'active' });
  const tickets = kit.queries.getQueriesData<Known>({ queryKey: ticketKey(ticketId), type: 'active' });
  return [...boards, ...tickets].every(([, cache]) => cache === undefined || cache.commands.has(commandId));
}

function refreshScreens(kit: Kit, ticketId: string, projectId: string | undefined): void {
  void kit.queries.invalidateQueries({ queryKey: ticketKey(ticketId) });
  void kit.queries.invalidateQueries({
    queryKey: projectId === undefined ? ['board'] : boardKey(projectId),
  });
}

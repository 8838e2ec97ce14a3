import type { Intent, ManyIntent } from '@ticketing/web-kit/commands/intents.ts';
import type { KeptCommand } from '@ticketing/web-kit/commands/kept-commands.ts';
import { resumeCommands } from '@ticketing/web-kit/commands/run-command.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import { forgetLetter } from '@ticketing/web-kit/uploads/chosen-files.ts';
import type { TFunction } from 'i18next';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CloseIcon } from '../icons.tsx';
import { Button } from './button.tsx';
import { useNewTicket } from './new-ticket.tsx';

const NONE: readonly KeptCommand[] = [];

/**
 * Sends what was left unsent by an earlier page, and tells which changes were not taken after they had waited: whoever
 * made them is elsewhere by now. Each stays until it is put away.
 */
export function RefusedChanges() {
  const { t } = useTranslation();
  const kit = useKit();
  const me = useMe();
  const { kept } = kit;
  const newTicket = useNewTicket();
  useEffect(() => resumeCommands(kit, me.id), [kit, me.id]);
  const refused = useSyncExternalStore(
    kept?.subscribe ?? (() => () => undefined),
    () => kept?.refused ?? NONE,
  );
  if (refused.length === 0) return null;
  const putAway = (commands: readonly KeptCommand[]) => {
    for (const { commandId, request } of commands) {
      kept?.drop(me.id, commandId);
      if (request.files !== undefined) void forgetLetter(me.id, commandId);
    }
  };
  const openAgain = (commandId: string, intent: KeptCommand['intent']) => {
    if (intent.kind !== 'open') return;
    const { draft, projectId, card } = intent;
    const start = draft === undefined ? { projectId, columnId: card.columnId, title: card.title } : {};
    newTicket(start, { commandId, draft: draft ?? '' });
  };
  const title = t('app.refused', { count: refused.length });
  return (
    <section className="refused-changes" role="alert" aria-label={title}>
      <header>
        <strong>{title}</strong>
        <Button kind="link" size="small" onClick={() => putAway(refused)}>
          {t('app.putAllAway')}
        </Button>
      </header>
      <ul>
        {refused.map((command) => {
          const change = changeWords(t, command.intent);
          return (
            <li key={command.commandId}>
              {command.about !== null && (
                <Link className="key" to={`/tickets/${command.about}`}>
                  {command.about}
                </Link>
              )}
              <span>{t('app.refusedChange', { change, reason: t(`errors.${command.refusal}`) })}</span>
              {command.intent.kind === 'open' && (
                <Button kind="link" size="small" onClick={() => openAgain(command.commandId, command.intent)}>
                  {t('app.putRight')}
                </Button>
              )}
              <button
                type="button"
                aria-label={t('app.putAwayOne', { change })}
                title={t('app.putAway')}
                onClick={() => putAway([command])}
              >
                <CloseIcon />
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** What somebody wanted, in a few words: with their own where they wrote some. */
function changeWords(t: TFunction, intent: Intent | ManyIntent): string {
  switch (intent.kind) {
    case 'many':
      return t('app.change.many', { change: manyWords(t, intent), keys: keysOf(intent) });
    case 'open':
      return t('app.change.open', { title: intent.card.title });
    case 'comment':
      return t('app.change.comment', { text: beginning(intent.comment.body) });
    case 'edit-comment':
      return t('app.change.comment', { text: beginning(intent.body) });
    case 'change': {
      const { title } = intent.patch;
      return title === undefined ? t('app.change.fields') : t('app.change.title', { title });
    }
    case 'move':
      return t('app.change.move');
    case 'assign':
    case 'unassign':
      return t('app.change.assignees');
    case 'archive':
      return t('app.change.archive');
    case 'restore':
      return t('app.change.restore');
    case 'attach':
      return t('app.change.file', { name: intent.attachment.name });
    case 'add-subtask':
      return t('app.change.subtask', { title: intent.subtask.title });
    default:
      return t('app.change.fields');
  }
}

const beginning = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

function manyWords(t: TFunction, { change }: ManyIntent): string {
  switch (change.type) {
    case 'move':
    case 'moveBack':
      return t('app.change.move');
    case 'assign':
    case 'unassign':
      return t('app.change.assignees');
    case 'archive':
    case 'restore':
      return t(`app.change.${change.type}`);
    case 'tag':
    case 'untag':
    case 'prioritise':
    case 'schedule':
    case 'retype':
    case 'company':
    case 'companyBack':
      return t('app.change.fields');
    default:
      return change satisfies never;
  }
}

/** Keys that are named; of more only the number is. */
const NAMED = 4;

function keysOf({ tickets }: ManyIntent): string {
  const named = tickets.slice(0, NAMED).map(({ key }) => key);
  return named.join(', ') + (tickets.length > NAMED ? ` +${tickets.length - NAMED}` : '');
}

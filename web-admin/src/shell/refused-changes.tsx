import type { Intent } from '@ticketing/web-kit/commands/intents.ts';
import type { KeptCommand } from '@ticketing/web-kit/commands/kept-commands.ts';
import { resumeCommands } from '@ticketing/web-kit/commands/run-command.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { useMe } from '@ticketing/web-kit/session.tsx';
import type { TFunction } from 'i18next';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CloseIcon } from '../icons.tsx';

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
  useEffect(() => resumeCommands(kit, me.id), [kit, me.id]);
  const refused = useSyncExternalStore(
    kept?.subscribe ?? (() => () => undefined),
    () => kept?.refused ?? NONE,
  );
  if (refused.length === 0) return null;
  return (
    <section
      className="refused-changes"
      role="alert"
      aria-label={t('app.refused', { count: refused.length })}
    >
      <ul>
        {refused.map((command) => (
          <li key={command.commandId}>
            <span>
              {command.about !== null && (
                <Link className="key" to={`/tickets/${command.about}`}>
                  {command.about}
                </Link>
              )}{' '}
              {t('app.refusedChange', {
                change: changeWords(t, command.intent),
                reason: t(`errors.${command.refusal}`),
              })}
            </span>
            <button
              type="button"
              aria-label={`${t('app.putAway')}: ${command.about ?? changeWords(t, command.intent)}`}
              title={t('app.putAway')}
              onClick={() => kept?.drop(me.id, command.commandId)}
            >
              <CloseIcon />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What somebody wanted, in a few words: with their own where they wrote some. */
function changeWords(t: TFunction, intent: Intent): string {
  switch (intent.kind) {
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
    case 'add-subtask':
      return t('app.change.subtask', { title: intent.subtask.title });
    default:
      return t('app.change.fields');
  }
}

const beginning = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

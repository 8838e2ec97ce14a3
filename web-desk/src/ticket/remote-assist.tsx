import { offerRemoteAssist } from '@ticketing/contracts/endpoints/tickets.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import { useKit } from '@ticketing/web-kit/kit.tsx';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScreenIcon } from '../icons.tsx';
import { useTicketAction } from './use-ticket-action.ts';

/** The number by which support reaches the screen of whoever asked; they give it and take it back. */
export function RemoteAssist({ ticket }: { readonly ticket: TicketView }) {
  const { t } = useTranslation();
  const { api } = useKit();
  const { run, working, problem } = useTicketAction(ticket.id);
  const [editing, setEditing] = useState(false);
  const given = ticket.remoteAssistId;
  const mayChange = ticket.allowed.includes('ticket.edit') && !ticket.archived;
  if (given === null && !mayChange) return null;

  const offer = (remoteAssistId: string | null) =>
    run(() => api.call(offerRemoteAssist, { params: { id: ticket.id }, body: { remoteAssistId } }));

  async function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const number = String(new FormData(event.currentTarget).get('number') ?? '').trim();
    if (number !== '' && (await offer(number))) setEditing(false);
  }

  return (
    <div className="mt-4">
      {editing ? (
        <form onSubmit={save} className="rounded-bubble border border-line bg-surface p-4">
          <label className="block">
            <span className="block font-medium">{t('desk.ticket.remote.label')}</span>
            <span className="mb-1.5 block text-[13px] text-muted text-pretty">
              {t('desk.ticket.remote.what')}
            </span>
            <input
              name="number"
              className="field font-mono"
              defaultValue={given ?? ''}
              maxLength={60}
              autoComplete="off"
              // biome-ignore lint/a11y/noAutofocus: it was asked for a moment ago
              autoFocus
            />
          </label>
          <div className="mt-3 flex gap-3">
            <button type="submit" className="button-primary" disabled={working}>
              {t('desk.ticket.remote.save')}
            </button>
            <button type="button" className="button-quiet" onClick={() => setEditing(false)}>
              {t('desk.ticket.cancel')}
            </button>
          </div>
        </form>
      ) : given === null ? (
        <button type="button" className="quiet-action" onClick={() => setEditing(true)}>
          <ScreenIcon />
          {t('desk.ticket.remote.add')}
        </button>
      ) : (
        <div className="flex flex-wrap items-center gap-x-3 rounded-bubble border border-line bg-surface px-4 py-1.5">
          <span className="flex min-h-11 flex-1 items-center gap-2">
            <ScreenIcon />
            {t('desk.ticket.remote.given', { id: given })}
          </span>
          {mayChange && (
            <span className="flex gap-1">
              <button type="button" className="quiet-action" onClick={() => setEditing(true)}>
                {t('desk.ticket.remote.change')}
              </button>
              <button
                type="button"
                className="quiet-action"
                disabled={working}
                onClick={() => void offer(null)}
              >
                {t('desk.ticket.remote.takeBack')}
              </button>
            </span>
          )}
        </div>
      )}
      {problem !== null && (
        <p role="alert" className="mt-2 text-harm">
          {problem}
        </p>
      )}
    </div>
  );
}

import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useToast } from '../../shell/toasts.tsx';
import { useScene } from '../scene.ts';
import { FieldRow } from './field-row.tsx';

/** What the reporter's remote-assistance tool answers to: copied by a click, written by whoever may edit. */
export function RemoteAssistField() {
  const { ticket, may, commands, changed, leaveField } = useScene();
  const { t } = useTranslation();
  const toast = useToast();
  const [draft, setDraft] = useState<string>();
  const mayEdit = may('ticket.edit');
  const { remoteAssistId } = ticket;
  if (remoteAssistId === null && !mayEdit) return null;

  const save = () => {
    const next = draft?.trim() || null;
    setDraft(undefined);
    if (draft === undefined || next === remoteAssistId) return;
    void commands.offerRemoteAssist(ticket.id, next);
    changed(
      t('ticket.set', { label: t('ticket.remoteAssist'), value: next ?? '—' }),
      () => void commands.offerRemoteAssist(ticket.id, remoteAssistId),
    );
  };
  return (
    <FieldRow label={t('ticket.remoteAssist')} part="remoteAssistId">
      <span className="remote-assist">
        {mayEdit ? (
          <input
            className="line-field mono"
            aria-label={t('ticket.remoteAssist')}
            placeholder={t('ticket.noRemoteAssist')}
            maxLength={60}
            value={draft ?? remoteAssistId ?? ''}
            onChange={(event) => setDraft(event.target.value)}
            onBlur={save}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setDraft(undefined);
              if (event.key !== 'Enter' && event.key !== 'Escape') return;
              event.preventDefault();
              leaveField();
            }}
          />
        ) : (
          <span className="mono">{remoteAssistId}</span>
        )}
        {remoteAssistId !== null && (
          <button
            type="button"
            className="text-button quiet"
            onClick={() =>
              void navigator.clipboard
                .writeText(remoteAssistId)
                .then(() => toast({ text: t('ticket.copied') }))
            }
          >
            {t('ticket.copy')}
          </button>
        )}
      </span>
    </FieldRow>
  );
}

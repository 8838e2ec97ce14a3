import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MarkdownText } from './markdown-text.tsx';

/** The ticket's text: read as Markdown, edited as it was written. A draft stays when somebody else changes the text. */
export function TicketText(props: { text: string; disabled: boolean; onSave: (text: string) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<string>();

  if (draft !== undefined) {
    const save = () => {
      if (draft !== props.text) props.onSave(draft);
      setDraft(undefined);
    };
    return (
      <div className="ticket-text">
        <Input.TextArea
          autoFocus
          aria-label={t('ticket.text')}
          autoSize={{ minRows: 4, maxRows: 24 }}
          maxLength={20_000}
          placeholder={t('ticket.writeText')}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) save();
            if (event.key === 'Escape' && draft === props.text) {
              event.preventDefault();
              setDraft(undefined);
            }
          }}
        />
        <div className="form-actions">
          <Button type="primary" size="small" onClick={save}>
            {t('ticket.save')}
          </Button>
          <Button size="small" onClick={() => setDraft(undefined)}>
            {t('ticket.cancel')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="ticket-text">
      {props.text === '' ? <p className="muted">{t('ticket.noText')}</p> : <MarkdownText text={props.text} />}
      {!props.disabled && (
        <Button
          type="text"
          size="small"
          className="edit-text"
          aria-label={`${t('ticket.edit')}: ${t('ticket.text')}`}
          onClick={() => setDraft(props.text)}
        >
          {t('ticket.edit')}
        </Button>
      )}
    </div>
  );
}

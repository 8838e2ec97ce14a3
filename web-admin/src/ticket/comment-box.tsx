import type { CommentVisibility } from '@ticketing/contracts/kinds.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import type { TicketCommands } from '@ticketing/web-kit/ticket-commands.ts';
import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Segmented from 'antd/es/segmented';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LockIcon } from '../icons.tsx';

/** Writes a comment or an internal note; which of the two is said by colour, a lock, the placeholder and the button. */
export function CommentBox(props: {
  ticket: TicketView;
  commands: TicketCommands;
  start: CommentVisibility;
}) {
  const { ticket, commands } = props;
  const { t } = useTranslation();
  const [body, setBody] = useState('');
  const [visibility, setVisibility] = useState(props.start);
  const mayComment = ticket.allowed.includes('comment.public');
  const mayNote = ticket.allowed.includes('comment.internal');
  useEffect(() => setVisibility(props.start), [props.start]);

  if (!mayComment && !mayNote) return null;
  const internal = visibility === 'internal' && mayNote;

  const send = async () => {
    const trimmed = body.trim();
    if (trimmed === '') return;
    setBody('');
    const answer = await commands.comment(ticket.id, trimmed, internal ? 'internal' : 'public');
    // What was refused is given back, unless something new stands there already.
    if (answer === null) setBody((now) => (now === '' ? trimmed : now));
  };

  const placeholder = internal
    ? t('ticket.notePlaceholder')
    : t(ticket.companyId === null ? 'ticket.commentPlaceholderInside' : 'ticket.commentPlaceholder');

  return (
    <form
      className={internal ? 'comment-box internal' : 'comment-box'}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Input.TextArea
        variant="borderless"
        autoSize={{ minRows: 2, maxRows: 14 }}
        maxLength={10_000}
        aria-label={t(internal ? 'ticket.writeNote' : 'ticket.comment')}
        placeholder={placeholder}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void send();
        }}
      />
      <div className="comment-box-foot">
        {mayComment && mayNote && (
          <Segmented<CommentVisibility>
            size="small"
            value={visibility}
            onChange={setVisibility}
            options={[
              { value: 'public', label: t('ticket.writeComment') },
              {
                value: 'internal',
                label: (
                  <span className="with-icon">
                    <LockIcon /> {t('ticket.writeNote')}
                  </span>
                ),
              },
            ]}
          />
        )}
        <span className="spread" />
        <Button type="primary" size="small" htmlType="submit" disabled={body.trim() === ''}>
          {t(internal ? 'ticket.sendNote' : 'ticket.send')}
        </Button>
      </div>
    </form>
  );
}

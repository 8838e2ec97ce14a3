import { ticketChannel } from '@ticketing/contracts/live.ts';
import type { TicketView } from '@ticketing/contracts/views.ts';
import type { Draft } from '@ticketing/web-kit/drafts.ts';
import { errorWords } from '@ticketing/web-kit/i18n.ts';
import { useTyping } from '@ticketing/web-kit/presence.ts';
import type { KeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filesNamedIn } from '../unsent/letter.ts';
import { useUnsent } from '../unsent/use-unsent.tsx';
import { WritingBox } from './writing-box.tsx';

type Props = {
  readonly ticket: TicketView;
  readonly draft: Draft;
  readonly uploads: KeptUploads;
  readonly onSend: () => void;
};

/**
 * Where one answers. A message leaves the box at once and stands in the conversation; without a connection it waits
 * there, and when it is refused it comes back with its files and the reason.
 */
export function MessageBox({ ticket, draft, uploads, onSend }: Props) {
  const { t } = useTranslation();
  const unsent = useUnsent();
  const typing = useTyping(ticketChannel(ticket.id));
  const [problem, setProblem] = useState<string | null>(null);

  async function send() {
    const words = draft.text.trim();
    const { list, fileIds } = uploads;
    // A comment has words: what has files alone is called by their names.
    const body = words === '' ? list.map(({ file }) => file.name).join(', ') : words;
    setProblem(null);
    typing(null);
    draft.write('');
    const { letter, firstTry } = unsent.give({ kind: 'message', ticketId: ticket.id, body, fileIds });
    uploads.handOver(letter.id);
    onSend();
    const outcome = await firstTry;
    if (outcome.kind !== 'refused') return;
    if (words !== '') draft.putBack(words);
    uploads.bringBack(list);
    void uploads.takeBack(letter.id, filesNamedIn(letter.errand));
    setProblem(t('desk.ticket.notSent', { reason: errorWords(t, outcome.error) }));
  }

  return (
    <WritingBox
      label={t('desk.ticket.message')}
      placeholder={t('desk.ticket.messageHint')}
      draft={draft}
      uploads={uploads}
      sentBy="ctrl-enter"
      problem={problem}
      onTyping={(isEmpty) => typing(isEmpty ? null : 'comment')}
      send={() => void send()}
    />
  );
}

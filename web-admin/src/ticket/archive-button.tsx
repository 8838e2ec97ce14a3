import Button from 'antd/es/button';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ArchiveIcon } from '../icons.tsx';
import { Popover } from '../shell/popover.tsx';
import { useScene } from './scene.ts';
import './archive-button.css';

/** Puts the ticket away, with a word on why if there is one. */
export function ArchiveButton() {
  const { ticket, commands, changed } = useScene();
  const { t } = useTranslation();
  const archive = (words: string) => {
    void commands.archive(ticket.id, words);
    changed(t('board.archived', { key: ticket.key }), () => void commands.restore(ticket.id));
  };
  return (
    <Popover
      className="archive-button"
      panelLabel={t('ticket.archive')}
      face={
        <>
          <ArchiveIcon /> {t('ticket.archive')}
        </>
      }
    >
      {(close) => (
        <ArchiveForm
          onArchive={(words) => {
            archive(words);
            close();
          }}
        />
      )}
    </Popover>
  );
}

function ArchiveForm({ onArchive }: { onArchive: (words: string) => void }) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  return (
    <form
      className="archive-form"
      onSubmit={(event) => {
        event.preventDefault();
        onArchive(words.trim());
      }}
    >
      <label htmlFor="archive-words">{t('ticket.archiveWhy')}</label>
      <textarea
        id="archive-words"
        // biome-ignore lint/a11y/noAutofocus: the person has just asked to archive
        autoFocus
        rows={3}
        maxLength={500}
        placeholder={t('ticket.archiveWords')}
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) onArchive(words.trim());
        }}
      />
      <Button type="primary" size="small" htmlType="submit">
        {t('ticket.archiveNow')}
      </Button>
    </form>
  );
}

import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MoreIcon } from '../icons.tsx';

/** What its author may do with a message. */
export type MessageTools = {
  readonly edit: (body: string) => void;
  readonly remove: () => void;
  /** Whether its removal can be taken back: then it is not asked for twice. */
  readonly offersUndo?: boolean;
};

type Props = {
  readonly body: string;
  readonly tools: MessageTools;
  /** The message as it stands. */
  readonly children: ReactNode;
  /** Who wrote it and when. */
  readonly byline: ReactNode;
};

type State = 'shown' | 'tools' | 'editing' | 'removing';

/** A message of one's own: behind three dots it can be edited and removed. */
export function OwnMessage({ body, tools, children, byline }: Props) {
  const { t } = useTranslation();
  const [state, setState] = useState<State>('shown');

  function save(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const words = String(new FormData(event.currentTarget).get('body') ?? '').trim();
    if (words === '') return;
    if (words !== body) tools.edit(words);
    setState('shown');
  }

  if (state === 'editing') {
    return (
      <form onSubmit={save} className="w-full sm:w-[78%]">
        <EditBox body={body} leave={() => setState('shown')} />
      </form>
    );
  }
  return (
    <>
      {children}
      <div className="flex items-center gap-1">
        {byline}
        <button
          type="button"
          aria-expanded={state !== 'shown'}
          aria-label={t('desk.ticket.more')}
          className="-my-2 flex size-11 items-center justify-center rounded-base text-muted hover:text-text"
          onClick={() => setState(state === 'shown' ? 'tools' : 'shown')}
        >
          <MoreIcon />
        </button>
      </div>
      {state === 'tools' && (
        <div className="flex animate-arrive gap-2">
          <button type="button" className="button-quiet" onClick={() => setState('editing')}>
            {t('desk.ticket.edit')}
          </button>
          <button
            type="button"
            className="button-quiet"
            onClick={() => (tools.offersUndo ? tools.remove() : setState('removing'))}
          >
            {t('desk.ticket.remove')}
          </button>
        </div>
      )}
      {state === 'removing' && (
        <div role="alert" className="flex animate-arrive flex-wrap items-center justify-end gap-2">
          <span>{t('desk.ticket.removeSure')}</span>
          <button type="button" className="button-quiet text-harm" onClick={tools.remove}>
            {t('desk.ticket.remove')}
          </button>
          <button type="button" className="button-quiet" onClick={() => setState('shown')}>
            {t('desk.ticket.keep')}
          </button>
        </div>
      )}
    </>
  );
}

function EditBox({ body, leave }: { readonly body: string; readonly leave: () => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState(body);
  return (
    <>
      <GrowingBox
        name="body"
        aria-label={t('desk.ticket.editing')}
        className="field block max-h-[50dvh] min-h-20"
        maxLength={10_000}
        value={text}
        ref={(box) => {
          if (box !== null && document.activeElement !== box && text === body) box.focus();
        }}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
            event.currentTarget.form?.requestSubmit();
        }}
      />
      <div className="mt-2 flex justify-end gap-2">
        <button type="button" className="button-quiet" onClick={leave}>
          {t('desk.ticket.cancel')}
        </button>
        <button type="submit" className="button-primary" disabled={text.trim() === ''}>
          {t('desk.ticket.save')}
        </button>
      </div>
    </>
  );
}

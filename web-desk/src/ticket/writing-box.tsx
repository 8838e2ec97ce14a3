import type { Draft } from '@ticketing/web-kit/drafts.ts';
import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { pastedFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import type { KeptUploads } from '@ticketing/web-kit/uploads/use-kept-uploads.ts';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttachButton } from '../files/attach-button.tsx';
import { FileTray } from '../files/file-tray.tsx';
import { SendIcon } from '../icons.tsx';
import { useEndAboveKeyboard } from './stay-at-end.ts';

/** Longest message, in characters (contracts, `CommentBody` and `MessageBody`). */
const MESSAGE_LIMIT = 10_000;

type Props = {
  readonly label: string;
  readonly placeholder: string;
  readonly draft: Draft;
  readonly uploads: KeptUploads;
  /** What sends besides the button: Ctrl or ⌘ with Enter, or Enter alone as in any chat, where there are real keys. */
  readonly sentBy: 'enter' | 'ctrl-enter';
  /** Why the last words came back. */
  readonly problem?: string | null;
  readonly onTyping: (isEmpty: boolean) => void;
  /** Called once there is something to send and every file has arrived. */
  readonly send: () => void;
};

/** Where one writes to others: words, files, and a button that waits until the files have arrived. */
export function WritingBox({
  label,
  placeholder,
  draft,
  uploads,
  sentBy,
  problem = null,
  onTyping,
  send,
}: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  useEndAboveKeyboard(form);
  const [waitsForFiles, setWaitsForFiles] = useState(false);
  const excess = Math.max(0, draft.text.trim().length - MESSAGE_LIMIT);
  const isBroken = uploads.list.some(({ state }) => state === 'failed' || state === 'refused');
  const isEmpty = draft.text.trim() === '' && uploads.list.length === 0;
  const maySend = !isEmpty && excess === 0 && !isBroken;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!maySend) return;
    if (uploads.busy) setWaitsForFiles(true);
    else send();
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: when the files have arrived, and only then
  useEffect(() => {
    if (!waitsForFiles || uploads.busy) return;
    setWaitsForFiles(false);
    if (maySend) send();
  }, [waitsForFiles, uploads.busy]);

  return (
    <form
      ref={form}
      onSubmit={submit}
      className="sticky bottom-(--keyboard) z-10 -mx-4 -mb-6 bg-canvas px-4 pt-2 pb-[max(12px,env(safe-area-inset-bottom))] sm:-mb-10"
    >
      <FileTray uploads={uploads} className="max-h-[30dvh] overflow-y-auto pb-2" />
      <div className="flex items-end gap-1 rounded-bubble border border-[color-mix(in_srgb,var(--line),var(--muted)_45%)] bg-surface p-1.5 focus-within:border-accent focus-within:outline focus-within:outline-accent">
        <AttachButton add={uploads.add} />
        <GrowingBox
          aria-label={label}
          placeholder={placeholder}
          rows={1}
          value={draft.text}
          onChange={(event) => {
            draft.write(event.target.value);
            onTyping(event.target.value === '');
          }}
          onPaste={(event) => {
            const files = pastedFiles(event.clipboardData);
            if (files.length === 0) return;
            event.preventDefault();
            uploads.add(files);
          }}
          onKeyDown={(event) => {
            if (!sends(event, sentBy)) return;
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }}
          className="block max-h-[40dvh] min-h-11 min-w-0 flex-1 bg-transparent px-2 py-2.5 outline-none"
        />
        <button type="submit" disabled={!maySend || waitsForFiles} className="button-primary px-4">
          <span className="max-sm:hidden">
            <SendIcon />
          </span>
          {t('desk.ticket.send')}
        </button>
      </div>
      {waitsForFiles && (
        <p role="status" className="px-2 pt-1 text-[13px] text-muted">
          {t('desk.files.waitsForFiles')}
        </p>
      )}
      {(excess > 0 || problem !== null) && (
        <p role="alert" className="px-2 pt-1 text-[13px] text-harm">
          {excess > 0 ? t('desk.ticket.tooLong', { count: excess }) : problem}
        </p>
      )}
    </form>
  );
}

function sends(event: KeyboardEvent, by: Props['sentBy']): boolean {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return by === 'enter' && !event.shiftKey && window.matchMedia('(pointer: fine)').matches;
}

import { GrowingBox } from '@ticketing/web-kit/growing-box.tsx';
import { pastedFiles, useFileDrop } from '@ticketing/web-kit/uploads/file-sources.ts';
import { type ReactNode, type Ref, useCallback, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MentionList } from '../../mentions/mention-list.tsx';
import { useMentionField } from '../../mentions/use-mention-field.ts';
import { type LocalFile, RichText } from '../rich-text.tsx';
import { useScene } from '../scene.ts';
import './editor.css';
import { type Formatting, format, nextLine, pastedAddress, type TextEdit } from './markdown-edits.ts';
import { applyEdit } from './text-area.ts';
import { Toolbar } from './toolbar.tsx';
import type { MentionablePeople } from './use-mentions.ts';

export type BoxHandle = {
  /** Puts words where the caret is, on a line of their own if they are a picture. */
  readonly insert: (words: string) => void;
  readonly focus: () => void;
};

export type MarkdownBoxProps = {
  readonly label: string;
  readonly placeholder: string;
  /** As it is stored: mentions by id. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly mentionable: MentionablePeople;
  readonly onSubmit: () => void;
  /** Escape in the box; false leaves the key to the page. */
  readonly onEscape?: () => boolean;
  /** Absent where no files may be added. */
  readonly onFiles?: ((files: readonly File[]) => void) | undefined;
  readonly maxLength: number;
  readonly rows?: number;
  readonly autoFocus?: boolean;
  readonly handle?: Ref<BoxHandle>;
  readonly onFocus?: () => void;
  /** Files on this device, for the preview. */
  readonly localFile?: LocalFile;
  /** Under the text: files on their way. */
  readonly below?: ReactNode;
  /** Left and right in the foot. */
  readonly lead?: ReactNode;
  readonly actions: ReactNode;
};

const shortcuts: Readonly<Record<string, Formatting>> = { b: 'bold', i: 'italic', k: 'link', e: 'code' };

/** Text in Markdown with a toolbar, the usual keys, people by @, files by drop and paste, and a look at how it reads. */
export function MarkdownBox(props: MarkdownBoxProps) {
  const { value, onChange, mentionable, onFiles } = props;
  const { t } = useTranslation();
  const { people: known, meet } = useScene();
  const field = useRef<HTMLTextAreaElement | null>(null);
  const [preview, setPreview] = useState(false);
  const nameOf = useCallback((userId: string) => known.get(userId)?.displayName, [known]);
  const mentions = useMentionField({
    field,
    value,
    onChange,
    people: mentionable.people,
    onSearch: mentionable.search,
    nameOf,
    onPicked: meet,
  });
  const { written } = mentions;

  const edit = (change: TextEdit | undefined) => {
    if (change === undefined || field.current === null) return false;
    applyEdit(field.current, change);
    return true;
  };
  const selection = () => {
    const area = field.current;
    const end = written.length;
    return {
      text: area?.value ?? written,
      start: area?.selectionStart ?? end,
      end: area?.selectionEnd ?? end,
    };
  };
  const drop = useFileDrop((files) => onFiles?.(files), onFiles === undefined);

  useImperativeHandle(props.handle, () => ({
    focus: () => field.current?.focus(),
    insert: (words) => {
      const area = field.current;
      if (area === null) {
        onChange(value === '' ? words : `${value}\n${words}\n`);
        return;
      }
      const { text, start, end } = selection();
      const line = start === 0 || text[start - 1] === '\n' ? '' : '\n';
      const insert = `${line}${words}\n`;
      const caret = start + insert.length;
      applyEdit(area, { from: start, to: end, insert, select: [caret, caret] });
    },
  }));

  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    const with_ = event.metaKey || event.ctrlKey;
    if (mentions.onKeyDown(event)) return;
    if (event.key === 'Enter' && with_) {
      event.preventDefault();
      props.onSubmit();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      if (edit(nextLine(selection()))) event.preventDefault();
    } else if (event.key === 'Escape') {
      if (props.onEscape?.() ?? false) event.preventDefault();
    } else if (with_ && !event.altKey && !event.shiftKey) {
      const kind = shortcuts[event.key.toLowerCase()];
      if (kind === undefined) return;
      event.preventDefault();
      edit(format(kind, selection()));
    }
  };

  return (
    <div className={drop.over ? 'markdown-box dropping' : 'markdown-box'} {...drop.handlers}>
      <Toolbar
        preview={preview}
        onPreview={() => setPreview(!preview)}
        onFormat={(kind) => edit(format(kind, selection()))}
        onFiles={onFiles}
        onMention={() => {
          const { start, text } = selection();
          const insert = start === 0 || /\s/.test(text[start - 1] ?? '') ? '@' : ' @';
          const caret = start + insert.length;
          edit({ from: start, to: start, insert, select: [caret, caret] });
        }}
      />
      {preview ? (
        <div className="markdown-preview">
          {value.trim() === '' ? (
            <p className="muted">{t('editor.nothing')}</p>
          ) : (
            <RichText text={value} local={props.localFile} />
          )}
        </div>
      ) : (
        <div className="markdown-field">
          <GrowingBox
            ref={(box) => {
              field.current = box;
            }}
            rows={props.rows ?? 3}
            aria-label={props.label}
            {...mentions.aria}
            placeholder={props.placeholder}
            maxLength={props.maxLength}
            autoFocus={props.autoFocus ?? false}
            value={written}
            onFocus={props.onFocus}
            onChange={(event) => mentions.write(event.target)}
            onSelect={(event) => mentions.list.look(event.currentTarget)}
            onBlur={mentions.list.close}
            onKeyDown={onKeyDown}
            onPaste={(event) => {
              const files = onFiles === undefined ? [] : pastedFiles(event.clipboardData);
              if (files.length > 0) onFiles?.(files);
              else if (!edit(pastedAddress(event.clipboardData.getData('text/plain'), selection()))) return;
              event.preventDefault();
            }}
          />
          {mentions.list.open && <MentionList id={mentions.id} list={mentions.list} onPick={mentions.pick} />}
        </div>
      )}
      {props.below}
      <div className="markdown-foot">
        {props.lead}
        <span className="spread" />
        {props.actions}
      </div>
      {drop.over && <div className="drop-veil">{t('files.drop')}</div>}
    </div>
  );
}

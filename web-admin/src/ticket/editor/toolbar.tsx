import { chooseFiles } from '@ticketing/web-kit/uploads/file-sources.ts';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, LinkIcon } from '../../icons.tsx';
import { AttachIcon } from '../ticket-icons.tsx';
import type { Formatting } from './markdown-edits.ts';

const tools: ReadonlyArray<{ kind: Formatting; key?: string; face: ReactNode }> = [
  {
    kind: 'bold',
    key: 'B',
    face: (
      <Icon>
        <path d="M4.5 3h4a2.4 2.4 0 0 1 0 5h-4zM4.5 8h4.6a2.5 2.5 0 0 1 0 5H4.5z" />
      </Icon>
    ),
  },
  {
    kind: 'italic',
    key: 'I',
    face: (
      <Icon>
        <path d="M6.5 3h5M4.5 13h5M9.3 3l-2.6 10" />
      </Icon>
    ),
  },
  {
    kind: 'code',
    key: 'E',
    face: (
      <Icon>
        <path d="m5.5 4.5-3.5 3.5 3.5 3.5M10.5 4.5 14 8l-3.5 3.5" />
      </Icon>
    ),
  },
  { kind: 'link', key: 'K', face: <LinkIcon /> },
  {
    kind: 'list',
    face: (
      <Icon>
        <path d="M6 4h8M6 8h8M6 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01" />
      </Icon>
    ),
  },
  {
    kind: 'tasks',
    face: (
      <Icon>
        <path d="m2 4 1.2 1.2L5.4 3M8 4.2h6M2 11l1.2 1.2L5.4 10M8 11.2h6" />
      </Icon>
    ),
  },
  {
    kind: 'quote',
    face: (
      <Icon>
        <path d="M3 3.5v9M6.5 5h7M6.5 8h7M6.5 11h4.5" />
      </Icon>
    ),
  },
];

export function Toolbar(props: {
  preview: boolean;
  onPreview: () => void;
  onFormat: (kind: Formatting) => void;
  onMention: () => void;
  onFiles: ((files: readonly File[]) => void) | undefined;
}) {
  const { t } = useTranslation();
  const { onFiles } = props;
  return (
    <div className="markdown-tools" role="toolbar" aria-label={t('editor.tools')}>
      {tools.map(({ kind, key, face }) => (
        <Tool
          key={kind}
          label={t(`editor.${kind}`)}
          hint={key === undefined ? undefined : `Ctrl+${key}`}
          disabled={props.preview}
          onPress={() => props.onFormat(kind)}
        >
          {face}
        </Tool>
      ))}
      <Tool label={t('editor.mention')} hint="@" disabled={props.preview} onPress={props.onMention}>
        <span className="at-sign">@</span>
      </Tool>
      {onFiles && (
        <Tool label={t('files.choose')} onPress={() => void chooseFiles().then(onFiles)}>
          <AttachIcon />
        </Tool>
      )}
      <span className="spread" />
      <button
        type="button"
        className="markdown-tool words"
        aria-pressed={props.preview}
        onClick={props.onPreview}
      >
        {t('editor.preview')}
      </button>
    </div>
  );
}

function Tool(props: {
  label: string;
  hint?: string | undefined;
  disabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      className="markdown-tool"
      aria-label={props.label}
      title={props.hint === undefined ? props.label : `${props.label} (${props.hint})`}
      disabled={props.disabled}
      // The selection in the text stays what it was.
      onMouseDown={(event) => event.preventDefault()}
      onClick={props.onPress}
    >
      {props.children}
    </button>
  );
}

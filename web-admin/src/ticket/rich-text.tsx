import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { MarkdownText } from './markdown-text.tsx';
import { useScene } from './scene.ts';

/**
 * A text of the ticket: mentions by name, and its own pictures in place.
 * @param local addresses of files on this device that are not on the ticket yet
 */
export function RichText({ text, local }: { text: string; local?: LocalFile | undefined }) {
  const { nameOf, files } = useScene();
  const { t } = useTranslation();
  const address = useCallback((fileId: string) => files.content(fileId) ?? local?.(fileId), [files, local]);
  return <MarkdownText text={text} nameOf={nameOf} somebody={t('person.unknown')} fileAddress={address} />;
}

export type LocalFile = (fileId: string) => string | undefined;
